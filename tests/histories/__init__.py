"""Whole histories, made up at random: their verdicts must hold however they come about."""
