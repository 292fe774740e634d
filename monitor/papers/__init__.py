"""Papers for the files: the ledger as spreadsheet, table and document, reports in Word."""
