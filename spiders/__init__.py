"""The crawler: looks at channels politely, reads what they publish, hands it in through one port.

It decides nothing about incidents. Its promise is that each look at a channel leaves exactly one
poll behind, whatever went wrong, so that the house knows when it was blind.
"""
