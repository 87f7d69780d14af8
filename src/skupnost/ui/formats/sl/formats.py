"""Slovenian as the orthography has it: no zero before a day, no stop behind a year."""

DATE_FORMAT = "j. F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = r"j. F Y \o\b H:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j. F"
SHORT_DATE_FORMAT = "j. n. Y"
SHORT_DATETIME_FORMAT = r"j. n. Y \o\b H:i"
FIRST_DAY_OF_WEEK = 1
