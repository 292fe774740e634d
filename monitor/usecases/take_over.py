"""The judge of a running loop takes over what people corrected meanwhile, in another process."""

from monitor.judge.judge import Judge
from monitor.store.mapping import article_of
from monitor.store.store import Store


def take_over_corrections(store: Store, judge: Judge) -> int:
    """File anew in the judge's memory every incident that a person changed; returns how many.

    The event log says which: `judge.heard` is the last entry this memory holds. Between two
    corrections this costs one look at the end of the log.
    """
    with store.read() as work:
        last = work.events.last()
        if last == judge.heard:
            return 0
        changed = {
            incident: [article_of(row) for row in work.articles.of_incident(int(incident))]
            for incident in work.events.moved_since(judge.heard)
        }
    for incident, articles in changed.items():
        judge.refile(incident, articles)
    judge.heard = last
    return len(changed)
