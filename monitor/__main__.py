"""`python -m monitor` is `huiying`."""

from monitor.cli import main

main()
