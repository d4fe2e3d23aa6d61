"""Commands tried with a disk that fails at one call to the system, or killed at it: is the file what was said of it?"""
