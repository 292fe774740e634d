"""What people configure: the files of a configuration directory, read, checked, named in full."""
