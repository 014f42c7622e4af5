#!/usr/bin/env python3
"""Checks acts.json against docs/documents.md without any of Accord's code: a parser of its own, from the page's tables.

Needs only Python's standard library. Prints how much it checked; exits 1 at the first difference.
"""
import hashlib
import json
import pathlib
import sys
import unicodedata


class Bad(Exception):
    pass


def H(label, *parts):
    return hashlib.sha256(label.encode() + b"\0" + b"".join(parts)).digest()


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, n):
        if self.at + n > len(self.data):
            raise Bad("short")
        self.at += n
        return self.data[self.at - n:self.at]

    def left(self):
        return len(self.data) - self.at

    def uint(self, n):
        return int.from_bytes(self.take(n), "big")

    def end(self):
        if self.left():
            raise Bad("trailing")


def uint(n, allowed=None):
    def read(r):
        v = r.uint(n)
        if allowed is not None and v not in allowed:
            raise Bad("code")
        return v
    return read


def day(r):
    return int.from_bytes(r.take(4), "big", signed=True)


def raw(n):
    return lambda r: r.take(n).hex()


def string(limit, alphabet=None, one_line=False):
    def read(r):
        data = r.take(r.uint(2))
        if not 0 < len(data) <= limit:
            raise Bad("length")
        try:
            text = data.decode("utf-8", "strict")
        except UnicodeDecodeError as fault:
            raise Bad("utf-8") from fault
        if alphabet is not None and any(c not in alphabet for c in text):
            raise Bad("alphabet")
        if any(unicodedata.category(c) == "Cc" and (c != "\n" or one_line) for c in text):
            raise Bad("control")
        if unicodedata.normalize("NFC", text) != text:
            raise Bad("nfc")
        return text
    return read


LOWER = "abcdefghijklmnopqrstuvwxyz0123456789_-"
hash32 = raw(32)
text = string(16384)
name = string(128, one_line=True)
code = string(64, LOWER)
zone = string(64, LOWER + "ABCDEFGHIJKLMNOPQRSTUVWXYZ/+")


def opt(inner):
    def read(r):
        if uint(1, (0, 1))(r):
            return inner(r)
        return None
    return read


def seq(*inner):
    return lambda r: [f(r) for f in inner]


def listing(inner, ascending=False, count=None):
    def read(r):
        n = r.uint(1)
        if count is not None and n != count:
            raise Bad("count")
        out = [inner(r) for _ in range(n)]
        if ascending and any(a >= b for a, b in zip(out, out[1:])):
            raise Bad("order")
        return out
    return read


def blob(r):
    return r.take(r.uint(4)).hex()


when = seq(day, opt(seq(uint(2, range(1440)), zone)))
flag = uint(1, (0, 1))
area = uint(1, list(range(1, 10)) + [255])
hashes = listing(hash32, ascending=True)


def known(r):
    out = [r.take(16).hex(), r.uint(8), r.take(32).hex()]
    if out[1] == 0:
        raise Bad("number")
    return out


minutes = uint(2, range(1440))
step = seq(uint(1, (0, 1, 2)), text, opt(when), opt(text), opt(text))


def moment(r):
    return {0: lambda r: None, 1: seq(minutes, zone), 2: minutes}[uint(1, (0, 1, 2))(r)](r)


def steps(r):
    n = uint(1, range(1, 51))(r)
    return [step(r) for _ in range(n)]


TERMS = {
    1: seq(day, text, moment, opt(uint(2, range(1, 1441))), opt(text), opt(text), opt(text)),
    2: seq(hash32, day, when),
    3: steps,
}


def terms_blob(r):
    data = r.take(r.uint(4))
    inner = Reader(data)
    tag = uint(1, (1, 2, 3))(inner)
    value = TERMS[tag](inner)
    inner.end()
    return tag, value


def revision_of(data):
    """Parents and terms of a revision's bytes."""
    r = Reader(data)
    version = uint(1, (1, 2))(r)
    for f in [area, opt(code), text, opt(text), opt(text), opt(day), opt(day), opt(day)]:
        f(r)
    terms = terms_blob(r) if version == 2 else None
    parents = hashes(r)
    r.end()
    return parents, terms


def proposal(r):
    kind = uint(1, range(1, 8))(r)
    data = r.take(r.uint(4))
    _, terms = revision_of(data)
    tag = terms[0] if terms else None
    if tag not in {6: (1,), 7: (2,), 4: (None, 3)}.get(kind, (None,)):
        raise Bad("terms")
    return [kind, data.hex()]


def piece(r):
    part, of = r.uint(2), r.uint(2)
    data = r.take(r.uint(4))
    if part >= of or not data:
        raise Bad("piece")
    return [part, of, data.hex()]


def draft(r):
    kind = uint(2, range(0x100))(r)
    data = r.take(r.uint(4))
    inner = Reader(data)
    for f in KINDS.get(kind, [lambda i: i.take(i.left())]):
        f(inner)
    inner.end()
    return [kind, data.hex()]


note = [hash32, opt(text)]
KINDS = {
    0x0001: [], 0x0008: [name], 0x0009: [opt(zone)],
    0x0010: [proposal],
    0x0011: [hash32, uint(1, (0, 1, 2))], 0x0012: note, 0x0013: note, 0x0014: [opt(text)],
    0x0015: [opt(text)] * 3, 0x0016: [hash32], 0x0017: note,
    0x0020: [uint(1, (1, 2)), area, text, opt(text), opt(text), opt(text), opt(text), opt(day), opt(day), opt(hash32), hashes],
    0x0021: [], 0x0022: [hash32], 0x0023: [hash32, text], 0x0024: [hash32, text], 0x0025: [text], 0x0026: [hash32],
    0x0030: [text, opt(when), opt(text), uint(1, range(3)), uint(1, range(4)), hashes],
    0x0031: [opt(day), uint(1, (1, 2, 3)), opt(text)],
    0x0032: [opt(day)], 0x0033: [opt(day)], 0x0034: [opt(day), when], 0x0035: [], 0x0036: [hash32], 0x0037: [hash32],
    0x0040: [hash32, day, uint(1, (1, 2, 3))], 0x0041: [hash32, opt(day), uint(1, (1, 2, 3)), opt(text)],
    0x0048: [day, flag], 0x0049: [day, uint(1, range(6)), opt(text), opt(text), opt(text), opt(text), flag], 0x004A: [day],
    0x004B: [day, uint(1, range(6)), opt(text), opt(text), opt(text), opt(text), flag, text],
    0x0050: [text, uint(1, (0, 1, 2)), opt(code)], 0x0051: [flag], 0x0052: [],
    0x0058: [text, opt(text), opt(when), opt(when), opt(text)], 0x0059: [opt(when)], 0x005A: [], 0x005B: [],
    0x0060: [opt(when)], 0x0061: [], 0x0062: [opt(day)], 0x0063: [],
    0x0068: [code, uint(1, range(4)), opt(text)], 0x006C: [flag], 0x006D: [hash32, flag],
    0x0070: [text, uint(1, range(6))], 0x0071: [uint(1, range(1, 9)), text, hashes], 0x0072: [hashes], 0x0073: [text],
    0x0074: [], 0x0075: [], 0x0076: [text, uint(1, range(6))],
    0x010C: [day, text], 0x010D: [flag, opt(day)], 0x010E: [flag], 0x0110: [uint(1, range(1, 7)), text, opt(hash32), uint(1, range(6))],
    0x0111: [], 0x0112: [hash32, text, text],
    0x0113: [hash32, raw(104), raw(1184)], 0x0114: [raw(1252)], 0x0115: [hash32, raw(16), raw(1184)],
    0x0116: [piece], 0x0117: [],
    0x0100: [name], 0x0101: [hash32, hash32, hash32],
    0x0102: [hash32, uint(1, (0, 1)), uint(1), opt(text), uint(1, (1, 2, 3))],
    0x0103: [listing(seq(raw(32), raw(1216), raw(64), raw(64)), count=16)],
    0x0104: [draft], 0x0105: [], 0x0106: [hash32], 0x0107: [uint(1, (0, 1))],
    0x0108: [listing(known, ascending=True)], 0x0109: [hash32], 0x010A: [hash32, raw(1252), raw(64)], 0x010B: [name, opt(zone)],
}
STATEMENTS = {0x0010: 1, 0x0011: 1, 0x0012: 2, 0x0013: 3, 0x0014: 4}
ABOUT_NOTHING = {0x0001, 0x0008, 0x0009, 0x0062, 0x0063, 0x010D, 0x0100, 0x0101, 0x0102, 0x0103, 0x0108, 0x0109, 0x010A, 0x010B, 0x0112, 0x0113, 0x0114, 0x0115}
ZEROS = "00" * 32


def parse(data):
    if len(data) > 49152:
        raise Bad("long")
    r = Reader(data)
    uint(1, (1,))(r)
    a = {"kind": r.uint(2), "device": r.take(16).hex(), "act_no": r.uint(8), "prev_act": r.take(32).hex(),
         "date": day(r), "record": r.take(32).hex()}
    if a["act_no"] == 0 or (a["act_no"] == 1) != (a["prev_act"] == ZEROS):
        raise Bad("chain")
    knows_at = r.at
    n = uint(1, range(17))(r)
    a["knows"] = [known(r) for _ in range(n)]
    devices = [k[0] for k in a["knows"]]
    if any(x >= y for x, y in zip(devices, devices[1:])) or a["device"] in devices:
        raise Bad("knows")
    knows = data[knows_at:r.at]
    fields = r.take(r.uint(4))
    kind = a["kind"]
    if kind in KINDS:
        inner = Reader(fields)
        a["fields"] = [f(inner) for f in KINDS[kind]]
        inner.end()
        if kind in (0x0010, 0x0104, 0x0116):
            a["fields"] = a["fields"][0]
        if (kind in ABOUT_NOTHING) != (a["record"] == ZEROS):
            raise Bad("record")
        if r.left() != (64 if kind in STATEMENTS else 0):
            raise Bad("signature")
    else:
        a["fields"] = [fields.hex()]
        if r.left() not in (0, 64):
            raise Bad("signature")
    return a, knows, fields


def check(vector, space):
    data = bytes.fromhex(vector["bytes"])
    act, knows, fields = parse(data)
    expected = dict(act, act_hash=H("accord/v1/act", data).hex(), name=vector["name"], bytes=vector["bytes"])
    record, kind = bytes.fromhex(act["record"]), act["kind"]
    revision = bytes(32)
    if kind == 0x0010:
        words = bytes.fromhex(act["fields"][1])
        revision = H("accord/v1/revision", words)
        expected["revision"] = revision.hex()
        parents, terms = revision_of(words)
        if not parents:
            begun = H("accord/v1/agreement", bytes([act["fields"][0]]), words)
            if act["fields"][0] == 7:
                ritual, on, _ = terms[1]
                begun = H("accord/v1/move", bytes.fromhex(ritual), on.to_bytes(4, "big", signed=True))
            expected["agreement"] = begun.hex()
            if expected["agreement"] != act["record"]:
                raise Bad("the record is not the agreement its words begin")
    elif kind in (0x0011, 0x0012, 0x0013):
        revision = bytes.fromhex(act["fields"][0])
    if kind == 0x0020:
        expected["version"] = H("accord/v1/boundary", record, fields).hex()
    if kind == 0x0030:
        expected["version"] = H("accord/v1/promise", record, fields).hex()
    if kind == 0x0071:
        expected["version"] = H("accord/v1/repair-part", record, fields).hex()
    if kind in STATEMENTS:
        statement = (bytes([1, STATEMENTS[kind], 0, 0]) + space + record + revision + H("accord/v1/knows", knows)
                     + act["act_no"].to_bytes(8, "big") + bytes.fromhex(act["prev_act"]) + bytes.fromhex(act["device"]))
        if len(statement) != 188:
            raise Bad("statement length")
        expected["statement"] = statement.hex()
    if expected != vector:
        different = [k for k in expected.keys() | vector.keys() if expected.get(k) != vector.get(k)]
        raise Bad(f"differs in {different}")


def main():
    stored = json.loads(pathlib.Path(__file__).with_name("acts.json").read_text("utf-8"))
    space = bytes.fromhex(stored["space"])
    for vector in stored["acts"]:
        try:
            check(vector, space)
        except Bad as fault:
            sys.exit(f"act '{vector['name']}': {fault}")
    kinds = {v["kind"] for v in stored["acts"]}
    if missing := set(KINDS) - kinds:
        sys.exit(f"no vector for kinds {sorted(missing)}")
    for vector in stored["refused"]:
        try:
            parse(bytes.fromhex(vector["bytes"]))
        except Bad:
            continue
        sys.exit(f"'{vector['why']}' was not refused")
    print(f"{len(stored['acts'])} acts and {len(stored['refused'])} refusals agree")


if __name__ == "__main__":
    main()
