"""What a bubble shows, as plain values: a customer's phone decides what a payload holds, so all is read leniently.

days (the thread, by day) · kinds (one row a type) · files, sounds, places, people, answers, orders, lines, refused
(what each says) · context (what it answers or comes from) · reactions · values (one value out of a payload)
"""
