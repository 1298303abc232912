"""Moments in prose, phrase by phrase: the tables were written before the grammar was, all but the last."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from agent.reading.when import Moment, moments

WEDNESDAY = datetime(2026, 3, 4, 10, 0, tzinfo=ZoneInfo("America/New_York"))
NEW_YORK, CHICAGO, LOS_ANGELES = "America/New_York", "America/Chicago", "America/Los_Angeles"
BERLIN, PARIS, MADRID, AMSTERDAM, LONDON = (
    "Europe/Berlin",
    "Europe/Paris",
    "Europe/Madrid",
    "Europe/Amsterdam",
    "Europe/London",
)


def told(moment: Moment) -> str:
    """A moment in one line: local time of its own zone, then what is doubtful about it."""
    words = [_local(moment)]
    if moment.zone:
        words.append(moment.zone)
    if moment.contradiction:
        words.append("contradiction")
    if moment.ambiguous:
        words.append("ambiguous")
    return " ".join(word for word in words if word)


def _local(moment: Moment) -> str:
    if moment.start is None:
        return f"{moment.clock:%H:%M}" if moment.clock else "vague"
    start, end = (
        value.astimezone(ZoneInfo(moment.zone)) if value and moment.zone else value
        for value in (moment.start, moment.end)
    )
    assert start is not None
    if moment.date_only:
        return f"{start:%Y-%m-%d}"
    if end is None:
        return f"{start:%Y-%m-%d %H:%M}"
    return f"{start:%Y-%m-%d %H:%M}-{end:%H:%M}"


def read(text: str, language: str = "en", mine: str | None = NEW_YORK, base: datetime = WEDNESDAY) -> list[str]:
    """The moments of a phrase, each in one line."""
    return [told(moment) for moment in moments(text, base, mine, language)]


ENGLISH: list[tuple[str, list[str]]] = [
    ("Tuesday, March 10 at 2:00–2:45 PM ET", ["2026-03-10 14:00-14:45 America/New_York"]),
    ("Invitation: Interview @ Tue Mar 10, 2026 2pm - 2:45pm (EDT) (robin@example.org)", ["2026-03-10 14:00-14:45 America/New_York"]),
    (
        "When: Tuesday, March 10, 2026 2:00 PM-2:45 PM (UTC-05:00) Eastern Time (US & Canada).",
        ["2026-03-10 14:00-14:45 America/New_York"],
    ),
    ("We have you down for March 10th at 2pm Eastern.", ["2026-03-10 14:00 America/New_York"]),
    ("The call is on 10 March 2026, 14:00 GMT.", ["2026-03-10 14:00 UTC"]),
    ("11 AM PT (2 PM ET) on Thursday, March 12", ["2026-03-12 11:00 America/Los_Angeles"]),
    ("Does tomorrow at 3 work?", ["2026-03-05 15:00"]),
    ("I'll call you next Wednesday at 10:30 am CT.", ["2026-03-11 10:30 America/Chicago"]),
    ("Let's talk Wednesday, March 10 at 2 PM ET.", ["2026-03-10 14:00 America/New_York contradiction"]),
    ("See you Friday at noon Eastern", ["2026-03-06 12:00 America/New_York"]),
    ("at 2 PM ET on Tuesday, March 10", ["2026-03-10 14:00 America/New_York"]),
    ("2:30pm PST, Monday 16 March", ["2026-03-16 14:30 America/Los_Angeles"]),
    ("Date: Tuesday, March 10, 2026\nTime: 2:00 PM - 2:45 PM ET", ["2026-03-10 14:00-14:45 America/New_York"]),
    ("Time: 10:00 AM CST\nDate: 3/12/2026", ["2026-03-12 10:00 America/Chicago"]),
    ("Tuesday, March 10\n2:00 PM – 2:45 PM (ET)", ["2026-03-10 14:00-14:45 America/New_York"]),
    ("on 3/10/26 at 1:15 p.m. EDT", ["2026-03-10 13:15 America/New_York"]),
    ("2026-03-10 14:00 UTC", ["2026-03-10 14:00 UTC"]),
    ("2026-03-10T14:00:00-04:00", ["2026-03-10 14:00 America/New_York"]),
    ("Thursday the 12th at half past two, Pacific time", ["2026-03-12 14:30 America/Los_Angeles"]),
    ("from 9:30 to 10:15 AM Central on March 17", ["2026-03-17 09:30-10:15 America/Chicago"]),
    ("11:30-12:15 PM ET, Wednesday March 18", ["2026-03-18 11:30-12:15 America/New_York"]),
    ("between 2 and 4 PM ET on Monday, March 9", ["2026-03-09 14:00-16:00 America/New_York"]),
    ("Monday, March 9th, 2-3pm ET", ["2026-03-09 14:00-15:00 America/New_York"]),
    ("March 10 at 9 am London time", ["2026-03-10 09:00 Europe/London"]),
    ("March 10, 3:30 PM IST", ["2026-03-10 15:30 Asia/Kolkata"]),
    ("10:00 AM – 10:45 AM Eastern Time (US and Canada), Thursday, March 19, 2026", ["2026-03-19 10:00-10:45 America/New_York"]),
    ("March 10 at 2 PM ET for 45 minutes", ["2026-03-10 14:00-14:45 America/New_York"]),
    ("a 30-minute call on March 10 at 2 PM ET", ["2026-03-10 14:00-14:30 America/New_York"]),
    ("Tuesday, March 10, 2:00 PM (GMT-5)", ["2026-03-10 14:00 Etc/GMT+5"]),
    ("Tuesday, Jan. 12 at 9:00 a.m. Eastern", ["2027-01-12 09:00 America/New_York"]),
    ("Friday March 13 10:00am-10:30am America/Denver", ["2026-03-13 10:00-10:30 America/Denver"]),
    ("the 11th at 4pm ET", ["2026-03-11 16:00 America/New_York"]),
    ("Wed, 11 Mar, 16:00 CET", ["2026-03-11 16:00 Europe/Berlin"]),
    ("today at 4:30 PM ET", ["2026-03-04 16:30 America/New_York"]),
    ("the day after tomorrow at 11 am ET", ["2026-03-06 11:00 America/New_York"]),
    ("Tuesday of next week at 1 PM ET", ["2026-03-10 13:00 America/New_York"]),
    ("next week Thursday 3pm ET", ["2026-03-12 15:00 America/New_York"]),
    ("We would like to see you on Tuesday, March 10 at our office.", ["2026-03-10"]),
    ("Could we push it to 3 PM ET instead?", ["15:00 America/New_York"]),
    ("The interview will be on May 5 at 10:00 AM Mountain Time.", ["2026-05-05 10:00 America/Denver"]),
    ("14:00-14:45 on Tuesday 10th March (UK time)", ["2026-03-10 14:00-14:45 Europe/London"]),
    ("Sunday, November 1, 2026 at 9:00 AM EST", ["2026-11-01 09:00 America/New_York"]),
    ("Saturday 7 March at 14.30", ["2026-03-07 14:30"]),
    ("March 10, 2026 at 1:00pm – 3:00pm AEDT", ["2026-03-10 13:00-15:00 Australia/Sydney"]),
    ("Start: 03/10/2026 02:00 PM EST\nEnd: 03/10/2026 02:45 PM EST", ["2026-03-10 14:00-14:45 America/New_York"]),
    ("Start Time: Tue 3/10 2:00 PM ET, End Time: Tue 3/10 2:45 PM ET", ["2026-03-10 14:00-14:45 America/New_York"]),
    ("Thursday (March 12) at 5 o'clock Eastern", ["2026-03-12 17:00 America/New_York"]),
    ("Monday at 8am PT / 11am ET", ["2026-03-09 08:00 America/Los_Angeles"]),
    ("Monday, March 9 at 8am PT / 10am ET", ["2026-03-09 08:00 America/Los_Angeles contradiction"]),
    ("tomorrow, Friday, at 2 PM ET", ["2026-03-05 14:00 America/New_York contradiction"]),
    ("tomorrow (Thursday, March 5) at 2 PM ET", ["2026-03-05 14:00 America/New_York"]),
    ("How about 9:15 tomorrow morning?", ["2026-03-05 09:15"]),
    ("at 7 tomorrow evening", ["2026-03-05 19:00"]),
    ("10-11am or 2-3pm ET on Tuesday", ["2026-03-10 10:00-11:00 America/New_York", "2026-03-10 14:00-15:00 America/New_York"]),
    (
        "Tuesday, March 10: 10 AM, 11 AM or 2 PM ET",
        [
            "2026-03-10 10:00 America/New_York",
            "2026-03-10 11:00 America/New_York",
            "2026-03-10 14:00 America/New_York",
        ],
    ),
    (
        "- Tue 3/10 at 2 PM ET\n- Wed 3/11 at 10 AM ET\n- Thu 3/12 at 4:30 PM ET",
        [
            "2026-03-10 14:00 America/New_York",
            "2026-03-11 10:00 America/New_York",
            "2026-03-12 16:30 America/New_York",
        ],
    ),
    (
        "All times are Pacific.\nTuesday, March 10\n9:00 AM Hiring manager\n10:00 AM Team",
        ["2026-03-10 09:00 America/Los_Angeles", "2026-03-10 10:00 America/Los_Angeles"],
    ),
    ("Time zone: America/Chicago\nWhen: March 10, 2026, 2:00 PM", ["2026-03-10 14:00 America/Chicago"]),
    ("Your interview has moved from Tuesday, March 10 at 2 PM ET to Thursday, March 12 at 4 PM ET.",
     ["2026-03-10 14:00 America/New_York", "2026-03-12 16:00 America/New_York"]),
    ("Tuesday, 10 March 2026 14:00 - Tuesday, 10 March 2026 14:45 (Europe/London)", ["2026-03-10 14:00-14:45 Europe/London"]),
    ("12 noon ET on March 10", ["2026-03-10 12:00 America/New_York"]),
    ("03/04/2026 at 10:00 AM ET", ["2026-03-04 10:00 America/New_York"]),
    ("4/3 at 10am ET", ["2026-04-03 10:00 America/New_York"]),
    ("at 1400 hrs on 10 March, UK time", ["2026-03-10 14:00 Europe/London"]),
    ("March 10th, 10:00-10:45 AM EST with Priya, then 11:00-11:45 AM EST with Tom",
     ["2026-03-10 10:00-10:45 America/New_York", "2026-03-10 11:00-11:45 America/New_York"]),
    ("this Friday at 1:00 PM Eastern Daylight Time", ["2026-03-06 13:00 America/New_York"]),
    ("Tues., Mar. 10 @ 3:30 p.m. MT", ["2026-03-10 15:30 America/Denver"]),
    ("Please join on Tuesday March 10 2026 at 2:00 PM Pacific Standard Time", ["2026-03-10 14:00 America/Los_Angeles"]),
    ("Mar 10, 2026 02:00 PM Eastern Time (US and Canada)", ["2026-03-10 14:00 America/New_York"]),
    ("2:00pm (14:00) CET on 11 March", ["2026-03-11 14:00 Europe/Berlin"]),
    ("in two days at 3 PM ET", ["2026-03-06 15:00 America/New_York"]),
    ("quarter past ten on Friday, UK time", ["2026-03-06 10:15 Europe/London"]),
    ("a quarter to four on Friday", ["2026-03-06 15:45"]),
    ("tonight at 6pm ET", ["2026-03-04 18:00 America/New_York"]),
    ("Tuesday at 7", ["2026-03-10 07:00 ambiguous"]),
    ("Thursday at 2 your time", ["2026-03-05 14:00 America/New_York"]),
    ("Monday, March 9 at 13:00 (GMT+1)", ["2026-03-09 13:00 Etc/GMT-1"]),
    ("Monday, March 9, 11:00am - 12:00pm Singapore time", ["2026-03-09 11:00-12:00 Asia/Singapore"]),
]  # fmt: skip

GERMAN: list[tuple[str, list[str]]] = [
    ("am Dienstag, den 10. März 2026 um 14:30 Uhr", ["2026-03-10 14:30"]),
    ("Dienstag, 10.03.2026, 14.30 Uhr (MEZ)", ["2026-03-10 14:30 Europe/Berlin"]),
    ("am 10.3. um 9 Uhr", ["2026-03-10 09:00"]),
    ("am 10.03. von 14 bis 15 Uhr", ["2026-03-10 14:00-15:00"]),
    ("zwischen 10:00 und 10:45 Uhr am kommenden Montag", ["2026-03-09 10:00-10:45"]),
    ("morgen um halb drei", ["2026-03-05 14:30"]),
    ("übermorgen um 11 Uhr", ["2026-03-06 11:00"]),
    ("nächste Woche Donnerstag um 16 Uhr", ["2026-03-12 16:00"]),
    ("Mittwoch, 10. März, 14 Uhr", ["2026-03-10 14:00 contradiction"]),
    ("am 12. März um 13 Uhr 30", ["2026-03-12 13:30"]),
    ("Termin: Do., 12.03.2026, 10:00 – 11:00 Uhr", ["2026-03-12 10:00-11:00"]),
    ("Datum: 17.03.2026\nUhrzeit: 09:30 Uhr", ["2026-03-17 09:30"]),
    ("heute um 17 Uhr", ["2026-03-04 17:00"]),
    ("am Freitag um 12 Uhr mittags", ["2026-03-06 12:00"]),
    ("Wir möchten das Gespräch auf Montag, den 16. März, 15:00 Uhr MEZ verschieben.", ["2026-03-16 15:00 Europe/Berlin"]),
    ("Dienstag, 31. März, 10:00 Uhr MESZ", ["2026-03-31 10:00 Europe/Berlin"]),
    ("um 15 Uhr deutscher Zeit am 11. März", ["2026-03-11 15:00 Europe/Berlin"]),
    ("für 45 Minuten am 10. März um 14 Uhr", ["2026-03-10 14:00-14:45"]),
    ("am Dienstag, 5. Jänner um 10 Uhr", ["2027-01-05 10:00"]),
    ("Das Gespräch findet am 18. März statt.", ["2026-03-18"]),
]  # fmt: skip

FRENCH: list[tuple[str, list[str]]] = [
    ("mardi 10 mars 2026 à 14h30", ["2026-03-10 14:30"]),
    ("le mardi 10 mars à 14 h 30 (heure de Paris)", ["2026-03-10 14:30 Europe/Paris"]),
    ("le 10/03/2026 de 14h à 15h", ["2026-03-10 14:00-15:00"]),
    ("demain à 9h", ["2026-03-05 09:00"]),
    ("après-demain à 10h15", ["2026-03-06 10:15"]),
    ("jeudi prochain à 11h00", ["2026-03-12 11:00 ambiguous"]),
    ("lundi prochain à 11h00", ["2026-03-09 11:00"]),
    ("entre 10h et 11h le vendredi 13 mars", ["2026-03-13 10:00-11:00"]),
    ("mercredi 10 mars à 14h", ["2026-03-10 14:00 contradiction"]),
    ("le 1er avril à 16h", ["2026-04-01 16:00"]),
    ("vendredi à midi", ["2026-03-06 12:00"]),
    ("Date : jeudi 12 mars\nHeure : 15h45 CET", ["2026-03-12 15:45 Europe/Paris"]),
    ("mardi de la semaine prochaine à 10 heures", ["2026-03-10 10:00"]),
    ("aujourd'hui à 17h30", ["2026-03-04 17:30"]),
    ("le 12 mars de 9h30 à 10h15", ["2026-03-12 09:30-10:15"]),
    ("un entretien de 45 minutes le 11 mars à 14h", ["2026-03-11 14:00-14:45"]),
    ("à 14h le 11 mars", ["2026-03-11 14:00"]),
]  # fmt: skip

SPANISH: list[tuple[str, list[str]]] = [
    ("el martes 10 de marzo de 2026 a las 10:30", ["2026-03-10 10:30"]),
    ("el martes, 10 de marzo, a las 16:00 h (hora peninsular)", ["2026-03-10 16:00 Europe/Madrid"]),
    ("mañana a las 3 de la tarde", ["2026-03-05 15:00"]),
    ("mañana por la mañana a las 9:30", ["2026-03-05 09:30"]),
    ("pasado mañana a las 11", ["2026-03-06 11:00"]),
    ("el 12/03/2026 de 10:00 a 10:45", ["2026-03-12 10:00-10:45"]),
    ("entre las 10:00 y las 11:00 el viernes 13 de marzo", ["2026-03-13 10:00-11:00"]),
    ("el próximo lunes a las 12:00", ["2026-03-09 12:00"]),
    ("el lunes que viene a las 17 horas", ["2026-03-09 17:00"]),
    ("el miércoles 10 de marzo a las 10", ["2026-03-10 10:00 contradiction"]),
    ("Fecha: 12 de marzo de 2026\nHora: 9:00 a. m.", ["2026-03-12 09:00"]),
    ("a las 10:30 (CET) del jueves 12 de marzo", ["2026-03-12 10:30 Europe/Madrid"]),
    ("hoy a las 18:00", ["2026-03-04 18:00"]),
    ("el jueves de la semana que viene a las 10:00", ["2026-03-12 10:00"]),
    ("a la 1 de la tarde del 11 de marzo", ["2026-03-11 13:00"]),
]  # fmt: skip

DUTCH: list[tuple[str, list[str]]] = [
    ("dinsdag 10 maart 2026 om 14.30 uur", ["2026-03-10 14:30"]),
    ("op dinsdag 10 maart om 16u30", ["2026-03-10 16:30"]),
    ("morgen om half drie", ["2026-03-05 14:30"]),
    ("overmorgen om 11 uur", ["2026-03-06 11:00"]),
    ("volgende week donderdag om 10:00 uur", ["2026-03-12 10:00"]),
    ("van 14.00 tot 15.00 uur op 12 maart", ["2026-03-12 14:00-15:00"]),
    ("tussen 10.00 en 10.45 uur op maandag 9 maart", ["2026-03-09 10:00-10:45"]),
    ("12-03-2026 om 9.30 uur", ["2026-03-12 09:30"]),
    ("woensdag 10 maart om 14 uur", ["2026-03-10 14:00 contradiction"]),
    ("Datum: 17 maart 2026\nTijd: 13.00 – 13.45 uur", ["2026-03-17 13:00-13:45"]),
    ("aanstaande maandag om 15 uur", ["2026-03-09 15:00"]),
    ("vrijdag om 12 uur 's middags", ["2026-03-06 12:00"]),
    ("om 15.00 uur Nederlandse tijd op 11 maart", ["2026-03-11 15:00 Europe/Amsterdam"]),
    ("vandaag om 17.00 uur", ["2026-03-04 17:00"]),
    ("een gesprek van 45 minuten op 11 maart om 14:00", ["2026-03-11 14:00-14:45"]),
]  # fmt: skip

NOTHING: list[tuple[str, str]] = [
    ("en", "Call me at +1 212 555 0142 or (212) 555-0199."),
    ("en", "Our range is $120,000 - $140,000 plus 10-15% bonus."),
    ("en", "You will need Python 3.11, Node 20.9.0 and PostgreSQL 14.2."),
    ("en", "Our office: 1205 5th Ave, Suite 300, New York, NY 10029"),
    ("en", "We have 3 offices and 2-3 rounds of 45 to 60 minutes."),
    ("en", "Meeting ID: 812 3456 7890, Passcode: 103045"),
    ("en", "You may march to your own beat; we sat down in the sun and second that."),
    ("en", "At 3 companies I led 24/7 on-call, a 9-5 job, 401(k) included."),
    ("en", "see section 3.2 and page 10 of 12; ratio 3:1; score 7/10"),
    ("en", "5+ years of experience and 2 to 4 years of SQL"),
    ("en", "job #03102026, ticket 10-0342-2026"),
    ("en", "192.168.10.12 listens on 14:00:5e:00:53:af"),
    ("de", "Das Gehalt liegt zwischen 60.000 und 70.000 Euro, Python 3.11 ist Pflicht, so ist es."),
    ("de", "Tel. 030 12 34 56 78, Zimmer 3.12, Musterstr. 10, 10115 Berlin"),
    ("fr", "Tél. 01 23 45 67 89, 12 rue de la Paix, 75002 Paris, entre 45 et 50 k€"),
    ("es", "Tel. 912 34 56 78, calle Mayor 10, 28013 Madrid, la segunda entrevista"),
    ("nl", "Tel. 020-123 45 67, Damrak 10, 1012 LG Amsterdam, 32 tot 40 uur per week"),
    ("en", "Thank you for your time. We will be in touch soon."),
    ("en", "v2.10.3 was released; 1/2 of the team uses 3/4 of it"),
    ("en", "At 10 Downing Street you ask for room 4.12 on floor 2"),
]

OTHER_USERS: list[tuple[str, str, str | None, list[str]]] = [
    ("11:00 am Pacific / 1:00 PM your time on Tuesday, March 10", "en", CHICAGO, ["2026-03-10 11:00 America/Los_Angeles"]),
    ("11:00 am Pacific / 1:00 PM your time on Tuesday, March 10", "en", NEW_YORK, ["2026-03-10 11:00 America/Los_Angeles contradiction"]),
    ("Tuesday, March 10, 15:00 CET", "en", AMSTERDAM, ["2026-03-10 15:00 Europe/Amsterdam"]),
    ("10/03/2026 at 14:00 GMT", "en", LONDON, ["2026-03-10 14:00 Europe/London"]),
    ("05/03/2026 at 14:00", "en", LONDON, ["2026-03-05 14:00"]),
    ("05/06 at 14:00", "en", None, ["2026-06-05 14:00 ambiguous"]),
    ("25/03 at 14:00 BST", "en", LONDON, ["2026-03-25 14:00 Europe/London"]),
    ("Tuesday 5/5 at 2 PM ET", "en", None, ["2026-05-05 14:00 America/New_York"]),
    ("Friday 6/3 at 10:00", "en", None, ["2026-03-06 10:00"]),
    ("March 10 at 10 AM CST", "en", "Asia/Shanghai", ["2026-03-10 10:00 Asia/Shanghai"]),
    ("March 10 at 10 AM IST", "en", "Europe/Dublin", ["2026-03-10 10:00 Europe/Dublin"]),
    ("le 10 mars à 15h CET", "fr", "Europe/Brussels", ["2026-03-10 15:00 Europe/Brussels"]),
    ("am 10. März um 15 Uhr MEZ", "de", "Europe/Vienna", ["2026-03-10 15:00 Europe/Vienna"]),
    ("July 14 at 3 PM EST", "en", NEW_YORK, ["2026-07-14 15:00 America/New_York"]),
    ("July 14, 9 AM MST", "en", "America/Phoenix", ["2026-07-14 09:00 America/Phoenix"]),
    ("Tuesday, March 10 at 2 PM local time", "en", NEW_YORK, ["2026-03-10 14:00"]),
    ("Tuesday, March 10, 2026 at 14:00 (Berlin)", "en", LONDON, ["2026-03-10 14:00 Europe/Berlin"]),
    ("Tuesday, March 10 at 10:00 AM AST", "en", NEW_YORK, ["2026-03-10 10:00 America/Halifax"]),
    ("Dienstag, 10.03.2026 14:00 Uhr (GMT+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien", "de", BERLIN, ["2026-03-10 14:00 Europe/Berlin"]),
    ("Tuesday, March 10 at 14:00 UTC+5:30", "en", NEW_YORK, ["2026-03-10 14:00 Asia/Kolkata"]),
]  # fmt: skip

# Written after the grammar and tried on it before it was mended for them: the first 54 came out 45 right, the next 44, 40.
LATER: list[tuple[str, str, str, list[str]]] = [
    ("en", NEW_YORK, "Your phone screen with Dana is confirmed for Thursday, March 12th from 1:30pm to 2:00pm EST.", ["2026-03-12 13:30-14:00 America/New_York"]),
    ("en", NEW_YORK, "Can you do 4ish on Thursday?", ["2026-03-05"]),
    ("en", NEW_YORK, "Let's plan on 10 a.m. Central this Friday, 3/6.", ["2026-03-06 10:00 America/Chicago"]),
    ("en", NEW_YORK, "Interview time: 03/18/2026, 11:00 AM - 12:00 PM (Pacific Time)", ["2026-03-18 11:00-12:00 America/Los_Angeles"]),
    ("en", NEW_YORK, "We're set for Wed, Mar 18 @ 9:30 AM PDT / 12:30 PM EDT.", ["2026-03-18 09:30 America/Los_Angeles"]),
    ("en", NEW_YORK, "Day: Friday\nDate: March 13\nTime: 3 PM Eastern\nDuration: 1 hour", ["2026-03-13 15:00-16:00 America/New_York"]),
    ("en", NEW_YORK, "The onsite runs from 9 AM until 1 PM on March 24 (all times local).", ["2026-03-24 09:00-13:00"]),
    ("en", NEW_YORK, "your interview scheduled for Monday, 03/16/26 02:30 PM CDT has been cancelled", ["2026-03-16 14:30 America/Chicago"]),
    ("en", NEW_YORK, "Would Monday the 9th or Tuesday the 10th, anytime between 10am and 3pm ET, suit you?", ["2026-03-09", "2026-03-10 10:00-15:00 America/New_York"]),
    ("en", NEW_YORK, "I will ring you on Monday at quarter past 3, UK time.", ["2026-03-09 15:15 Europe/London"]),
    ("en", NEW_YORK, "March 30th, 2026 | 10:15 AM - 11:00 AM | Eastern Time", ["2026-03-30 10:15-11:00 America/New_York"]),
    ("en", NEW_YORK, "When\nMonday Mar 23, 2026 ⋅ 3pm – 3:45pm (Eastern Time - New York)", ["2026-03-23 15:00-15:45 America/New_York"]),
    ("en", NEW_YORK, "Event Date/Time: 10:00am - 10:30am - Thursday, 19 March 2026 (US/Eastern)", ["2026-03-19 10:00-10:30 America/New_York"]),
    ("en", NEW_YORK, "Topic: Interview\nTime: Mar 17, 2026 04:00 PM Pacific Time (US and Canada)\n\nJoin Zoom Meeting\nhttps://acme.zoom.us/j/81234567890?pwd=abc\n\nMeeting ID: 812 3456 7890\nPasscode: 445566\nOne tap mobile\n+16465588656,,81234567890#", ["2026-03-17 16:00 America/Los_Angeles"]),
    ("en", NEW_YORK, "We'll see you at 8:45 for a 9:00 start on Friday the 20th.", ["2026-03-20 08:45", "2026-03-20 09:00"]),
    ("en", NEW_YORK, "Our call is next Monday, 9 March, at 17:30 CET (11:30 am ET).", ["2026-03-09 17:30 Europe/Berlin contradiction"]),
    ("en", NEW_YORK, "Our call is on Monday, 9 March, at 17:30 CET (12:30 pm ET).", ["2026-03-09 17:30 Europe/Berlin"]),
    ("en", NEW_YORK, "tues 3/10 2p ET", ["2026-03-10 14:00 America/New_York"]),
    ("en", NEW_YORK, "Thursday, Mar 12, 2:30-3:15 p.m. ET with Priya Nair", ["2026-03-12 14:30-15:15 America/New_York"]),
    ("en", NEW_YORK, "New time: Thursday, March 12 at 4:00 PM EDT\nOld time: Tuesday, March 10 at 2:00 PM EDT", ["2026-03-12 16:00 America/New_York", "2026-03-10 14:00 America/New_York"]),
    ("en", NEW_YORK, "We can offer you 11.30am on 11/03/2026 in Leeds.", ["2026-11-03 11:30"]),
    ("en", LONDON, "We can offer you 11.30am on 11/03/2026 in Leeds.", ["2026-03-11 11:30"]),
    ("en", NEW_YORK, "please dial in at 3 PM Eastern / 2 PM Central / noon Pacific on 10 March", ["2026-03-10 15:00 America/New_York"]),
    ("en", NEW_YORK, "I have the following openings (ET):\nMon 3/9: 10:00, 11:30\nTue 3/10: 1:00-2:00\nWed 3/11: after 3", ["2026-03-09 10:00 America/New_York", "2026-03-09 11:30 America/New_York", "2026-03-10 13:00-14:00 America/New_York", "2026-03-11"]),
    ("en", NEW_YORK, "Could we meet on the morning of March 11, say 9:30 Eastern?", ["2026-03-11 09:30 America/New_York"]),
    ("en", NEW_YORK, "Confirmed: Fri, 13 Mar 2026 15:00:00 GMT", ["2026-03-13 15:00 UTC"]),
    ("en", NEW_YORK, "See you on the 17th of March at ten in the morning, Dublin time.", ["2026-03-17 10:00 Europe/Dublin"]),
    ("en", NEW_YORK, "We've booked Saturday at 10 AM.", ["2026-03-07 10:00"]),
    ("en", NEW_YORK, "Office hours are 9-5 Monday to Friday.", []),
    ("en", NEW_YORK, "You applied on 2/20/2026 for job 2026-0310-14.", ["2026-02-20"]),
    ("en", NEW_YORK, "Salary band 90-110K; 4 x 10 hour shifts; 3rd floor; ext. 1430.", []),
    ("en", NEW_YORK, "Reach me on 07700 900123 between 9am and 5pm.", ["09:00"]),
    ("en", NEW_YORK, "We meet 5 May at 5.", ["2026-05-05 17:00"]),
    ("de", BERLIN, "Gerne laden wir Sie am Montag, 16.03.2026, um 11:00 Uhr zu einem 60-minütigen Gespräch ein.", ["2026-03-16 11:00-12:00"]),
    ("de", BERLIN, "Passt Ihnen Donnerstag, der 12.03., zwischen 13 und 15 Uhr?", ["2026-03-12 13:00-15:00"]),
    ("de", BERLIN, "Wir telefonieren dann am Freitag gegen 10.", ["2026-03-06 10:00"]),
    ("de", BERLIN, "Ihr Termin: 17. März 2026 | 14:00 - 15:00 Uhr | Microsoft Teams", ["2026-03-17 14:00-15:00"]),
    ("de", BERLIN, "Leider müssen wir den Termin am 10.03. um 9:30 Uhr absagen.", ["2026-03-10 09:30"]),
    ("de", BERLIN, "Mo 9.3. 14h oder Di 10.3. 9h?", ["2026-03-09 14:00", "2026-03-10 09:00"]),
    ("de", BERLIN, "am kommenden Donnerstagnachmittag um drei", ["2026-03-05 15:00"]),
    ("fr", PARIS, "Nous vous proposons un entretien le jeudi 19 mars à 11h (durée : 1h).", ["2026-03-19 11:00-12:00"]),
    ("fr", PARIS, "Seriez-vous disponible mardi 10 ou mercredi 11 mars entre 14h et 17h ?", ["2026-03-10", "2026-03-11 14:00-17:00"]),
    ("fr", PARIS, "rendez-vous le 16/03 à 9 h 45 dans nos locaux", ["2026-03-16 09:45"]),
    ("fr", PARIS, "Votre entretien est confirmé : lundi 23 mars 2026, 16:00 - 16:45 (heure de Paris)", ["2026-03-23 16:00-16:45 Europe/Paris"]),
    ("fr", PARIS, "Je vous appelle demain vers 18h.", ["2026-03-05 18:00"]),
    ("es", MADRID, "Te esperamos el viernes 20 de marzo a las 9:00 h en nuestras oficinas.", ["2026-03-20 09:00"]),
    ("es", MADRID, "¿Te vendría bien el lunes 16 a las 17:30?", ["2026-03-16 17:30"]),
    ("es", MADRID, "La entrevista será el 24/03/2026, de 11:00 a 12:00 (CET).", ["2026-03-24 11:00-12:00 Europe/Madrid"]),
    ("es", MADRID, "Quedamos mañana jueves a las cuatro y media de la tarde.", ["2026-03-05 16:30"]),
    ("nl", AMSTERDAM, "We verwachten je woensdag 18 maart om kwart over tien op kantoor.", ["2026-03-18 10:15"]),
    ("nl", AMSTERDAM, "Schikt maandag 16 maart tussen 13.00 en 14.00 uur?", ["2026-03-16 13:00-14:00"]),
    ("nl", AMSTERDAM, "Het gesprek is verplaatst naar do 19 maart, 15.30-16.15 uur.", ["2026-03-19 15:30-16:15"]),
    ("nl", AMSTERDAM, "vr 13/3 om 11u", ["2026-03-13 11:00"]),
    ("en", LONDON, "Thursday, 12 March from 10.00 to 10.45 (CET)", ["2026-03-12 10:00-10:45 Europe/Berlin"]),
    ("en", NEW_YORK, "on the afternoon of March 10 (2:15 Central)", ["2026-03-10 14:15 America/Chicago"]),
    ("en", LONDON, "Wed 11th March @ 3.30pm GMT", ["2026-03-11 15:30 Europe/London"]),
    ("en", LONDON, "11 March at 15.00h", ["2026-03-11 15:00"]),
    ("en", NEW_YORK, "We've scheduled you for 3/17, 1-1:30 p.m. PT.", ["2026-03-17 13:00-13:30 America/Los_Angeles"]),
    ("en", NEW_YORK, "March 17 (Tues.) 9-9:30", ["2026-03-17 09:00-09:30"]),
    ("en", NEW_YORK, "your interview: 2026-03-17, 09:00–09:30 CET", ["2026-03-17 09:00-09:30 Europe/Berlin"]),
    ("fr", PARIS, "12/03, 9h30", ["2026-03-12 09:30"]),
    ("fr", PARIS, "Mardi 17/03 à 10h", ["2026-03-17 10:00"]),
    ("fr", PARIS, "17 mars, 10 h – 10 h 45", ["2026-03-17 10:00-10:45"]),
    ("de", BERLIN, "Do 12.3. 10-11 Uhr", ["2026-03-12 10:00-11:00"]),
    ("de", BERLIN, "Donnerstag, den 12. März, von 10:00 Uhr bis 11:00 Uhr", ["2026-03-12 10:00-11:00"]),
    ("es", MADRID, "jueves 12/3 a las 10h", ["2026-03-12 10:00"]),
    ("es", MADRID, "el 12 de marzo, de 10 a 11 h", ["2026-03-12 10:00-11:00"]),
    ("nl", AMSTERDAM, "donderdag 12/3 om 10u", ["2026-03-12 10:00"]),
    ("nl", AMSTERDAM, "12 maart 10:00-11:00", ["2026-03-12 10:00-11:00"]),
    ("en", NEW_YORK, "this coming Monday, the 9th, at 11", ["2026-03-09 11:00"]),
    ("en", NEW_YORK, "Monday the 9th of March at eleven o'clock Eastern", ["2026-03-09 11:00 America/New_York"]),
    ("en", NEW_YORK, "at 11 on Monday", ["2026-03-09 11:00"]),
    ("en", NEW_YORK, "Monday 11-noon ET", ["2026-03-09 11:00-12:00 America/New_York"]),
    ("en", NEW_YORK, "Monday, noon to 1 ET", ["2026-03-09 12:00-13:00 America/New_York"]),
    ("en", NEW_YORK, "Mon., March 9 from 2 until 3 p.m. EST", ["2026-03-09 14:00-15:00 America/New_York"]),
    ("en", NEW_YORK, "on Monday (3/9) @ 2", ["2026-03-09 14:00"]),
    ("en", NEW_YORK, "2 o'clock this Thursday", ["2026-03-05 14:00"]),
    ("en", LONDON, "Thursday 12 March, 1400-1445 hrs", ["2026-03-12 14:00-14:45"]),
    ("en", NEW_YORK, "March 12, 20:00 IST / 10:30 AM EDT", ["2026-03-12 20:00 Asia/Kolkata"]),
    ("en", NEW_YORK, "Date & Time: Mar 12, 2026 10:00 AM in Eastern Time (US and Canada)", ["2026-03-12 10:00 America/New_York"]),
    ("en", NEW_YORK, "between 10 and 11am tomorrow", ["2026-03-05 10:00-11:00"]),
    ("en", NEW_YORK, "2:00 PM, Eastern Daylight Time, Tuesday the 10th of March", ["2026-03-10 14:00 America/New_York"]),
    ("en", NEW_YORK, "the interview scheduled for 3:00 p.m. on the 10th", ["2026-03-10 15:00"]),
    ("en", NEW_YORK, "March 10, 2026, 2:00 PM America/New_York (EDT)", ["2026-03-10 14:00 America/New_York"]),
    ("en", LONDON, "Tuesday 10 March 2026, 2pm–2.45pm GMT", ["2026-03-10 14:00-14:45 Europe/London"]),
    ("en", NEW_YORK, "Location: 500 7th Ave, 14th floor, New York. Tuesday, March 10th at 10. Ask for Dana at reception.", ["2026-03-10 10:00"]),
    ("en", NEW_YORK, "Interview with Priya on Zoom\nTuesday, March 10 · 2:00 – 2:45pm\nTime zone: America/New_York\nGoogle Meet joining info\nVideo call link: https://meet.google.com/abc-defg-hij\nOr dial: (US) +1 413-555-0142 PIN: 123 456 789#", ["2026-03-10 14:00-14:45 America/New_York"]),
    ("en", NEW_YORK, "We have moved your interview one hour later, from 2 PM to 3 PM ET on March 10.", ["2026-03-10 14:00-15:00 America/New_York"]),
    ("de", BERLIN, "Termin: Mittwoch, 18.03.2026 | 10:00 Uhr (ca. 45 Min.)", ["2026-03-18 10:00-10:45"]),
    ("de", BERLIN, "Haben Sie am 12., 13. oder 16. März Zeit, jeweils um 14 Uhr?", ["2026-03-16 14:00"]),
    ("fr", PARIS, "Le rendez-vous est fixé au mercredi 18 mars à quatorze heures trente.", ["2026-03-18 14:30"]),
    ("es", MADRID, "Te confirmo la entrevista: jueves 19 de marzo, 12:30h, por Google Meet.", ["2026-03-19 12:30"]),
    ("nl", AMSTERDAM, "Kun je vrijdagmiddag om half vier?", ["2026-03-06 15:30"]),
    ("en", NEW_YORK, "Your interview is confirmed for 12/3/2026 at 10am.", ["2026-12-03 10:00"]),
    ("en", NEW_YORK, "Your interview is confirmed for Thursday 12/3/2026 at 10am.", ["2026-12-03 10:00"]),
    ("en", LONDON, "Your interview is confirmed for Thursday 12/3/2026 at 10am.", ["2026-03-12 10:00"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_an_english_phrase_is_read_as_a_person_would(text: str, expected: list[str]) -> None:
    """Start, end and zone are exact, and doubt is said."""
    assert read(text) == expected


@pytest.mark.parametrize(
    ("language", "mine", "text", "expected"),
    [("de", BERLIN, *row) for row in GERMAN]
    + [("fr", PARIS, *row) for row in FRENCH]
    + [("es", MADRID, *row) for row in SPANISH]
    + [("nl", AMSTERDAM, *row) for row in DUTCH],
)
def test_a_phrase_of_another_language_is_read_as_exactly(
    language: str, mine: str, text: str, expected: list[str]
) -> None:
    """German, French, Spanish and Dutch days, hours and ranges."""
    assert read(text, language, mine) == expected


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_numbers_that_are_no_times_are_left_alone(language: str, text: str) -> None:
    """A phone number, a price, a version, an address or a job id is never a time."""
    assert read(text, language) == []


@pytest.mark.parametrize(("text", "language", "mine", "expected"), OTHER_USERS)
def test_the_users_own_zone_settles_what_it_can(
    text: str, language: str, mine: str | None, expected: list[str]
) -> None:
    """Shared abbreviations, `your time` and 03/04 depend on who reads; without a hint they stay doubtful."""
    assert read(text, language, mine) == expected


@pytest.mark.parametrize(("language", "mine", "text", "expected"), LATER)
def test_phrases_that_the_grammar_had_not_seen_are_read_now(
    language: str, mine: str, text: str, expected: list[str]
) -> None:
    """They stay, so that what was mended stays mended."""
    assert read(text, language, mine) == expected
