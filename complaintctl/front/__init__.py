"""One run of the program: its session, its options, its help, its failures, its answer after an act."""
