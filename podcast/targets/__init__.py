"""The published folder brought to a directory, S3 or SFTP, and taken over from there."""
