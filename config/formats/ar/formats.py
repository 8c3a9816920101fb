"""Arabic dates as they are written: Django has no Arabic form for a date with its time, and uses the American."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y، g:i A"
