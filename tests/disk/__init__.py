"""What a disk may do to a program that saves: end in the middle, lose, tear and reorder what was not synced, and fail.

`calls.c` sits between a process and the system, `calls.py` speaks with it, `states.py` works out what a power cut could
leave, `jobs.py` holds what is saved and how to tell whether it is sound.
"""
