#!/usr/bin/env python3
"""Reads a calendar file with libraries that are not ours and prints its occurrences between two days as JSON.

usage: occurrences.py FILE FROM TO
One object an occurrence: uid, summary, start (in UTC, or as it stands for whole days and floating times).
"""
import datetime
import json
import sys
import zoneinfo

import icalendar
import recurring_ical_events


def main():
    file, first, last = sys.argv[1:4]
    with open(file, "rb") as handle:
        calendar = icalendar.Calendar.from_ical(handle.read())
    first, last = (datetime.date.fromisoformat(day) for day in (first, last))
    found = []
    for event in recurring_ical_events.of(calendar).between(first, last):
        start = event["DTSTART"].dt
        if isinstance(start, datetime.datetime) and start.tzinfo is not None:
            start = start.astimezone(zoneinfo.ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%SZ")
        elif isinstance(start, datetime.datetime):
            start = start.strftime("%Y-%m-%dT%H:%M:%S")
        else:
            start = start.isoformat()
        found.append({"uid": str(event["UID"]), "summary": str(event["SUMMARY"]), "start": start,
                      "cancelled": str(event.get("STATUS", "")) == "CANCELLED"})
    found.sort(key=lambda one: (one["start"], one["uid"]))
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
