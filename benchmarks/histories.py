"""Histories made up at random, in great number: do verdicts hold however they come about?

The machine is that of `tests/histories`: reports, answers, decisions, moves, merges, looks, outages
and restarts in any order. After each step no verdict may claim more than the intervals allow, and
the log must give what is kept; in the end the verdicts must be those of the same facts in the order
of time. `bare` derives the clocks by the rules alone; `store` lives through each history with the
real use cases on a store in memory, and is slower by far.

    python -m benchmarks.histories [--histories 100000] [--house bare|store] [--processes 2]
                                   [--seed 1]

Prints a line for each batch of 500 with the rate, and of each batch that fails the shrunk history
with its seed. Exit status 1 where one failed.
"""

import argparse
import multiprocessing
import sys
import time

from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as seeded
from hypothesis.errors import HypothesisException
from hypothesis.stateful import run_state_machine_as_test

from tests.histories.machine import Histories, StoredHistories

HOUSES = {"bare": Histories, "store": StoredHistories}
STEPS = 12
_BATCH = 500


def run_batch(house: str, seed: int, count: int) -> str:
    """Live through `count` histories of one seed; returns what failed, or nothing."""
    chosen = settings(
        max_examples=count,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    machine = seeded(seed)(type(HOUSES[house].__name__, (HOUSES[house],), {}))
    try:
        run_state_machine_as_test(machine, settings=chosen)
    except (AssertionError, HypothesisException) as error:
        notes = "\n".join(getattr(error, "__notes__", ()))
        return f"seed {seed}: {error}\n{notes}"
    return ""


def _work(job: tuple[str, int, int]) -> tuple[int, str]:
    house, seed, count = job
    return count, run_batch(house, seed, count)


def main() -> int:
    """Run the batches, on several processes if wanted, and say how it went."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--histories", type=int, default=100_000)
    parser.add_argument("--house", choices=HOUSES, default="bare")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    batch = min(_BATCH, args.histories)
    jobs = [
        (args.house, args.seed + number, min(batch, args.histories - number * batch))
        for number in range(-(-args.histories // batch))
    ]
    started, done, failed = time.perf_counter(), 0, 0
    with multiprocessing.get_context("spawn").Pool(args.processes) as pool:
        for count, failure in pool.imap_unordered(_work, jobs):
            done += count
            if failure:
                failed += 1
                sys.stdout.write(f"{failure}\n")
            rate = done / (time.perf_counter() - started)
            sys.stdout.write(f"{done} histories, {rate:.0f} a second, {failed} batches failed\n")
            sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
