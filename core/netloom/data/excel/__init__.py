"""Excel workbooks, and what else spreadsheets save: read in a process apart, and written."""
