"""`huiying`: the command line. Exit status 0 fine, 1 the work found something wrong, 2 bad call."""

import sys

import typer

from monitor.commands import demo, reading, reporting, running, settings

app = typer.Typer(
    name="huiying",
    help="回应: times offices against the written rule for answering the public.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

for command in (
    demo.demo,
    settings.init,
    settings.check,
    running.run,
    running.crawl,
    running.watch,
    running.serve,
    reading.extract,
    reading.group,
    reading.match,
    reading.grade,
    reading.feed,
    reporting.replay,
    reporting.digest,
):
    app.command()(command)


def main() -> None:
    """Run the command line; a broken pipe and Ctrl-C end it quietly."""
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
