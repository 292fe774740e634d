"""Getting messages out: the outbox port, the transports, the sender and its retry rule.

Nothing here knows the database or the templates: rows come through `OutboxPort`, words through a
renderer that is handed in. The only package of ours it knows is `monitor.domain`.
"""
