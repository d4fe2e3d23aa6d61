"""The return of a period and its analysis: report (Art. 22)."""
