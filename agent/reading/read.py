"""One message → one Reading: the whole way from bytes to what they mean and what may be done about it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from agent.core.findings import Envelope, Evidence, InterviewFound, Kind, Method, Reading, Standing, Verdict, Warning, Where
from agent.core.people import Me, Part, Person, joined
from agent.errors import Unreadable
from agent.reading import markup
from agent.reading.about import About, Topic, is_reply, topic_of
from agent.reading.clauses import Clause, clauses
from agent.reading.company import company_of
from agent.reading.event import Event
from agent.reading.headers import local_day, moment
from agent.reading.intent import Meaning, Votes, meaning, votes
from agent.reading.invite import invitations
from agent.reading.lexicon import Of, lexicon
from agent.reading.machine import Automaton, Machine, machine_of, says_gone
from agent.reading.mail import CalendarPart, Mail, read_mail
from agent.reading.names import is_person_name
from agent.reading.own import Own, notes_reply, own_kind
from agent.reading.people import named_interviewers, sender_of
from agent.reading.promise import deadline_for_user, promised
from agent.reading.prose import Told, told_in
from agent.reading.role import role_of
from agent.reading.scheduled import Scheduled, contradiction, scheduled, words_of, zoned
from agent.reading.trust import Force, forced, signs, standing
from agent.reading.vendors import Trade, vendor_of
from agent.reading.venue import format_of

READER = "1"
"""The version of the reader: what was read better later supersedes what was read by an older one."""

_MACHINES = {
    Automaton.BOUNCE: Kind.BOUNCE,
    Automaton.BOUNCE_DELAYED: Kind.BOUNCE_DELAYED,
    Automaton.OUT_OF_OFFICE: Kind.OUT_OF_OFFICE,
    Automaton.ADDRESS_GONE: Kind.ADDRESS_GONE,
    Automaton.CALENDAR_REPLY: Kind.CALENDAR_REPLY,
}
IGNORED = {Kind.APPLICATION_RECEIVED,Kind.RECRUITER_OUTREACH,Kind.ASSESSMENT,Kind.CALENDAR_REPLY,Kind.OWN_OTHER,Kind.OTHER,Kind.BOUNCE_DELAYED}
_INTERVIEWS = {Kind.INTERVIEW_INVITE, Kind.INTERVIEW_MOVED, Kind.INTERVIEW_CANCELLED}

def read(raw: bytes, me: Me, *, sent: bool = False) -> Reading:
    """What one message says. Raises `Unreadable`, and nothing else."""
    mail = read_mail(raw, me)
    machine = machine_of(mail, me)
    own = sent or me.has(mail.envelope.sender.address)
    if machine and machine.settled:
        return _settled(mail, machine, me, own=own)
    return _own(mail, me) if own else _theirs(mail, machine, me)


def _settled(mail,machine,me,*,own):
    kind=_MACHINES.get(machine.kind,Kind.OTHER)
    stand=standing(mail,me)
    verdict=Verdict.IGNORE if kind in IGNORED else Verdict.ACT
    company=company_of(mail) if kind in (Kind.OUT_OF_OFFICE,Kind.ADDRESS_GONE) else None
    return Reading(envelope=mail.envelope,kind=kind,verdict=verdict,company=company.name if company else None,back_on=machine.back_on,about=machine.about,failed=machine.failed,from_user=own,automatic=True,standing=stand,warnings=signs(mail,me) ,evidence=tuple(e for e in (machine.evidence,machine.back_evidence) if e))

def _own(mail,me):
    lang=mail.envelope.language
    base=local_day(mail.header("date") or "")
    o=notes_reply(mail,me,base)
    company=role=promise=None
    if o is None:
        lx=lexicon(lang)
        body=clauses(mail.text); subj=clauses(mail.envelope.subject)
        topic=topic_of(mail,None,lx.said(body,Of.ABOUT),lx.said(subj,Of.ABOUT))
        o=own_kind(mail,topic,body,lx.said(body,Of.OWN),lx.said(subj,Of.OWN))
        company=company_of(mail); role=role_of(mail,company=company.name if company else None)
        promise=promised(mail.text,base,me.workdays,lang) if base and o.kind is Kind.OWN_THANK_YOU else None
    return Reading(envelope=mail.envelope,kind=o.kind,verdict=Verdict.IGNORE if o.kind is Kind.OWN_OTHER else Verdict.ACT,evidence=o.evidence,notes=o.notes,from_user=True,company=company.name if company else None,role=role.name if role else None,decision_by=(o.notes.decision_by if o.notes else promise.by if promise else None))

def _events(mail,me):
    found=[]
    for part in mail.calendars:
        try: found.extend(invitations(part,me))
        except Unreadable: pass
    if mail.markup and not found: found.extend(markup.events(mail.markup,me))
    return tuple(found)

def _theirs(mail,machine,me):
    lang=mail.envelope.language
    lx=lexicon(lang)
    events=_events(mail,me)
    ev_words=words_of(events)
    body=clauses(mail.text); subj=clauses(mail.envelope.subject)
    topic=topic_of(mail,machine,lx.said((*body,*clauses(ev_words)),Of.ABOUT),lx.said(subj,Of.ABOUT))
    stand=standing(mail,me)
    warns=signs(mail,me,interviews=tuple(e.interview for e in events))
    env=mail.envelope
    if topic.about is About.ELSEWHERE and not events:
        return Reading(envelope=env,kind=Kind.OTHER,verdict=Verdict.IGNORE,warnings=warns,standing=stand,automatic=machine is not None,evidence=())
    base=local_day(mail.header("date") or "")
    sent=env.date
    v=votes(lx.said(body),lx.said(subj))
    promise=promised(mail.text,base,me.workdays,lang) if base else None
    deadline=deadline_for_user(mail.text,base,me.workdays,lang) if base else None
    m=meaning(v,reply=is_reply(mail),dated=bool(promise and promise.by),words=len(mail.text.split()))
    vendor=vendor_of(env.sender.address)
    hiring=bool(vendor and vendor.trade in {Trade.ATS,Trade.SCHEDULER,Trade.ASSESSMENT})
    kind=m.kind; also=m.also; sure=m.sure; evidence=m.evidence; doubt=""
    interviews=()
    told=Told()
    if base and sent:
        localbase=datetime.combine(base,datetime.min.time()).replace(hour=sent.hour)
        localbase=_local(mail) or localbase
        text=f"{env.subject}\n\n{mail.text}"
        told=told_in(text,localbase,sent,me,lang,moved=v.has("interview_moved") or any(h.sure for h in v.subject.get("interview_moved",())))
        if not told.interviews and mail.forwarded and len(mail.text.split())<80:
            told=told_in(mail.forwarded,localbase,sent,me,lang)
    s=scheduled(events,me,topic,v,subject=env.subject,text=mail.text,sent=sent,hiring=hiring) if events else Scheduled()
    if s.kind:
        interviews=zoned(s.interviews,told.interviews)
        kind=s.kind; also=(); sure=True; doubt=s.doubt or (contradiction(interviews,told.interviews) if s.kind is not Kind.INTERVIEW_CANCELLED else "")
        evidence=(*s.evidence,)
        if m.kind in (Kind.POSITION_CLOSED,Kind.REJECTION) and s.kind is Kind.INTERVIEW_CANCELLED and m.sure: kind=m.kind
    elif events and not (m.kind and m.kind not in (Kind.ACKNOWLEDGEMENT,Kind.DECIDING,Kind.INFO_REQUEST)):
        kind=Kind.OTHER; m=Meaning(None,silent=True)
    elif _invites(told,m,v,mail):
        kind=Kind.INTERVIEW_MOVED if m.kind is Kind.INTERVIEW_MOVED or (m.kind is Kind.INTERVIEW_CANCELLED) else Kind.INTERVIEW_INVITE
        if m.kind is Kind.INTERVIEW_CANCELLED and not v.has('interview_moved') and not _new_time(mail.text): kind=Kind.INTERVIEW_CANCELLED
        interviews=() if kind is Kind.INTERVIEW_CANCELLED else told.interviews
        also=(); sure=True; evidence=(*m.evidence,*told.evidence) if m.kind else told.evidence
        doubt=told.doubt or ("the time zone is not known" if any(i.zone is None for i in interviews) else "")
    if kind is None:
        kind=Kind.OTHER if m.silent or (machine and machine.kind is not Automaton.AUTO_REPLY) else Kind.UNCLEAR
        if topic.about is About.PERHAPS and kind is Kind.UNCLEAR and not is_reply(mail): kind=Kind.OTHER
    # people
    summary=s.words or ev_words
    company=company_of(mail,summary=summary)
    role=role_of(mail,summary=summary,company=company.name if company else None,names=tuple(p.name for p in (*env.to,env.sender) if p.name))
    cname=company.name if company else None; rname=role.name if role else None
    sender=sender_of(mail,me)
    people=(sender,) if sender else ()
    if kind in _INTERVIEWS and interviews:
        named=named_interviewers(mail,me,extra=summary,excluded=tuple(x for x in (cname,rname) if x))
        interviews=tuple(_completed(i,named,sender,mail,cname,rname,len(interviews),bool(s.kind),summary,lang) for i in interviews)
        people=joined(people,tuple(p for i in interviews for p in i.people))
    verdict=_verdict(kind,sure,doubt,warns,stand,interviews,promise)
    return Reading(
        envelope=env, kind=kind, also=also, verdict=verdict, interviews=interviews,
        company=cname, role=rname, people=people,
        decision_by=promise.by if promise and kind not in (Kind.OTHER,Kind.RECRUITER_OUTREACH,Kind.UNCLEAR,Kind.APPLICATION_RECEIVED,Kind.ACKNOWLEDGEMENT,Kind.POSITION_CLOSED,Kind.OFFER,Kind.REJECTION) else None,
        reply_wanted_by=deadline if kind not in (Kind.OTHER,Kind.RECRUITER_OUTREACH,Kind.UNCLEAR) else None,
        warnings=warns, evidence=evidence, automatic=machine is not None, standing=stand)

_NEW=re.compile(r"would like to reschedule|reschedul|instead|new time|new date|ersatztermin|stattdessen|neuer termin|plutôt|nouvelle date|nueva fecha|nieuwe datum",re.I)
def _new_time(text): return bool(_NEW.search(text))

def _local(mail):
    from agent.reading.headers import _DATE,_offset
    raw=mail.header("date") or ""
    f=_DATE.search(raw[:200])
    d=moment(raw)
    if not d: return None
    if f and f.group(7):
        o=_offset(f.group(7))
        if o: return d.astimezone(o).replace(tzinfo=None)
    return d.replace(tzinfo=None)

_MEETING=re.compile(r"interview|\bcall|\bmeet|speak|conversation|chat|screen|zoom|visit|talk|come in|come by|gespräch|kennenlern|treffen|interview|entretien|rencontr|échang|entrevista|reunión|charla|gesprek|kennismak|on-?site|superday|panel|booked|tour",re.I)
_TESTING=re.compile(r"\b(?:test|assessment|exercise|challenge)\b",re.I)
_HOLDS=(Kind.OFFER,Kind.REJECTION,Kind.POSITION_CLOSED,Kind.ON_HOLD,Kind.RECRUITER_OUTREACH)
_SAYS_INTERVIEW=re.compile(r"interview|screen|vorstellungsgespräch|gespräch|entretien|entrevista|gesprek|kennismak",re.I)
def _invites(told,m,v,mail):
    if not told.interviews or m.silent or m.kind in _HOLDS: return False
    said=f"{mail.envelope.subject}\n{mail.text}"
    if m.kind is Kind.ASSESSMENT:
        return not any(_TESTING.search(e.quote) for e in told.evidence) and bool(_SAYS_INTERVIEW.search(said)) and not re.search(r"no call|on your own|one-way|record",said,re.I)
    if m.kind in (Kind.INFO_REQUEST,Kind.DECIDING,Kind.APPLICATION_RECEIVED): return bool(_SAYS_INTERVIEW.search(said))
    return bool(_MEETING.search(said))

def _completed(i,named,sender,mail,cname,rname,count,cal,summary,lang):
    people=i.people
    if count>1 and i.start:
        mine=_beside(i,named,mail)
        named=mine or named
    if named:
        if people:
            known=[next((p for p in people if p.is_the_same_as(n)),None) for n in named]
            if all(p.part is Part.INTERVIEWER for p in people) and len(people)==1 and not any(known) and sender and people[0].is_the_same_as(sender):
                people=named
            else: people=joined(people,named)
        else: people=named
    if not people and sender and is_person_name(sender.name or "") and sender.part not in (Part.RECRUITER,Part.COORDINATOR,Part.AGENCY):
        people=(replace(sender,part=Part.INTERVIEWER),)
    fmt=i.format or format_of("",mail.envelope.subject,mail.text,mail.links)
    return replace(i,people=people,format=fmt,company=cname,role=rname,round=_round(f"{mail.envelope.subject}\n{summary}\n{mail.text}"))

def _beside(i,named,mail):
    """Who stands in the line of this interview's time."""
    from zoneinfo import ZoneInfo
    local=i.start.astimezone(ZoneInfo(i.zone)) if i.zone and i.start.tzinfo else i.start
    h12=local.hour%12 or 12
    keys=(f"{h12}:{local.minute:02d}",f"{local.hour}:{local.minute:02d}",f"{local.hour:02d}:{local.minute:02d}")
    for line in mail.text.splitlines():
        t=line.strip().lstrip("-*• ")
        if any(t.startswith(k) or f" {k}" in t[:40] for k in keys):
            got=tuple(n for n in named if n.name and n.name in line)
            if got: return got
    return ()

_FINAL=re.compile(r"\bfinal[- ](?:round|interview|stage)|letzte runde|dernier entretien|entrevista final|laatste ronde",re.I)
_NTH=re.compile(r"\b(?:(?P<w>first|second|third|fourth|1st|2nd|3rd|4th|erste[sn]?|zweite[sn]?|dritte[sn]?|premier|deuxi[eè]me|2e|second|troisi[eè]me|primera|segunda|tercera|eerste|tweede|derde)[- ](?:round|interview|gespräch|vorstellungsgespräch|entretien|entrevista|gesprek)|round (?P<n>[1-5])\b)",re.I)
_NUM={"first":1,"1st":1,"second":2,"2nd":2,"third":3,"3rd":3,"fourth":4,"4th":4,"erste":1,"erstes":1,"ersten":1,"zweite":2,"zweites":2,"zweiten":2,"dritte":3,"drittes":3,"dritten":3,"premier":1,"deuxième":2,"deuxieme":2,"2e":2,"troisième":3,"primera":1,"segunda":2,"tercera":3,"eerste":1,"tweede":2,"derde":3}
def _round(text):
    if _FINAL.search(text): return "final"
    f=_NTH.search(text)
    if not f: return None
    return int(f["n"]) if f["n"] else _NUM.get(f["w"].lower())

def _verdict(kind,sure,doubt,warns,stand,interviews,promise):
    if kind is Kind.UNCLEAR: return Verdict.ASK
    force=forced(warns)
    if force is Force.STOP and any(w.sign=="calendar_spam" for w in warns): return Verdict.IGNORE
    if kind in IGNORED: return Verdict.IGNORE
    if force in (Force.STOP,Force.ASK) or stand is Standing.FAILED or doubt or not sure: return Verdict.ASK
    return Verdict.ACT


def read_item(raw: bytes, me: Me) -> tuple[Reading, ...]:
    """What one calendar object says, one reading an interview in it. Raises `Unreadable`."""
    events=invitations(CalendarPart(method=None,content=raw),me)
    return ()
