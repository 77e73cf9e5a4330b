"""Habits from other tools: their words, by table, and what is written here instead. Read when a word is not found, never before."""
