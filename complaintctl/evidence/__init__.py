"""Files that a case is proved by: attach, attachments, attachment."""
