"""The project's file: opened, saved, kept against crashes, locked, and watched for what other programs do to it."""
