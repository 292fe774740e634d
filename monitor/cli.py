"""`huiying`: the command line. Exit status 0 fine, 1 the work found something wrong, 2 bad call."""

import sys
from importlib import import_module

import typer

COMMANDS = {
    "demo": "demo",
    "init": "settings",
    "check": "settings",
    "run": "running",
    "crawl": "running",
    "watch": "running",
    "serve": "running",
    "extract": "reading",
    "group": "reading",
    "match": "reading",
    "grade": "reading",
    "feed": "reading",
    "replay": "reporting",
    "digest": "reporting",
    "export": "exporting",
    "review": "reviewing",
    "judge": "judging",
    "incident": "deciding",
    "silence": "silences",
    "duty": "duties",
    "letters": "letters",
    "policy": "policies",
    "proof": "proving",
    "verify": "verifying",
    "alerts": "alerts",
}
"""Each command and the module of `monitor.commands` it stands in."""


def build_app(wanted: str = "") -> typer.Typer:
    """The command line; with one `wanted` command only that one's libraries are loaded."""
    app = typer.Typer(
        name="huiying",
        help="回应: times offices against the written rule for answering the public.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,  # errors in one line, for scripts and logs
    )
    # With a callback, a single command still has to be named.
    app.callback()(lambda: None)
    for name in [wanted] if wanted in COMMANDS else COMMANDS:
        module = import_module(f"monitor.commands.{COMMANDS[name]}")
        command = getattr(module, name)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    return app


def main() -> None:
    """Run the command line; a reader that closes the pipe ends it quietly."""
    try:
        build_app(sys.argv[1] if len(sys.argv) > 1 else "")()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
