"""The demo: a fictional county, its outlets, a week of publications, and a mailbox.

The outlets are served by a real local HTTP server and the mailbox is a real SMTP server, so that
everything between them is the product as it runs in an office. All places, units, people and
events are invented.
"""
