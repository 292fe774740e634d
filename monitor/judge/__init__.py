"""The judge: what an article is about, which incident it belongs to, whether it answers one.

It knows the domain and the text room, holds its index in memory and writes nothing: the use cases
decide what becomes of its advice.
"""
