#!/usr/bin/env python3
"""Checks the vectors beside this file with an implementation of its own.

Written from docs/protocol.md, not from the Rust code, with Python's standard library
alone (Ed25519 included, see `ed25519_*`; slow, and never to be used for secrets).
Prints one line a file and ends with status 1 at the first disagreement.
Usage: python3 protocol/vectors/check.py
"""

import base64
import hashlib
import ipaddress
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent


class Refused(Exception):
    """Carries the name of a code of docs/protocol.md."""


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def load(name):
    data = json.loads((HERE / name).read_text())
    check(data["protocol"] == 1 and data["status"] in ("draft", "frozen"), name)
    return data["vectors"]


unhex = bytes.fromhex


def u(n, size):
    return n.to_bytes(size, "big")


# --- hashing -----------------------------------------------------------------------


def H(label, *parts):
    return hashlib.sha256(label.encode() + b"\0" + b"".join(parts)).digest()


def counted(part):
    return u(len(part), 8) + part


def device_id(ed_pk, kem_pk):
    return H("accord/v1/device-id", ed_pk, kem_pk)[:16]


def next_head(head, record_hash):
    return H("accord/v1/log", head, record_hash)


# --- Ed25519, RFC 8032, strict verification ----------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT % P
    if (x * x - x2) % P:
        return None
    return P - x if x % 2 != sign and x else x


NEUTRAL = (0, 1, 1, 0)


def point_add(a, b):
    A = (a[1] - a[0]) * (b[1] - b[0]) % P
    B = (a[1] + a[0]) * (b[1] + b[0]) % P
    C = 2 * a[3] * b[3] * D % P
    Z = 2 * a[2] * b[2] % P
    E, F, G, K = B - A, Z - C, Z + C, B + A
    return (E * F % P, G * K % P, F * G % P, E * K % P)


def point_mul(n, point):
    result = NEUTRAL
    while n:
        if n & 1:
            result = point_add(result, point)
        point = point_add(point, point)
        n >>= 1
    return result


def compress(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def decompress(data):
    number = int.from_bytes(data, "little")
    y, sign = number & (1 << 255) - 1, number >> 255
    x = recover_x(y % P, sign)
    return None if x is None else (x, y % P, 1, x * y % P)


def is_neutral(point):
    return point[0] % P == 0 and (point[1] - point[2]) % P == 0


def is_small_order(point):
    return is_neutral(point_mul(8, point))


BY = 4 * pow(5, P - 2, P) % P
BX = recover_x(BY, 0)
BASE = (BX, BY, 1, BX * BY % P)


def sha512_int(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little")


def ed25519_keys(seed):
    digest = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(digest[:32], "little") & (1 << 254) - 8 | 1 << 254
    return scalar, digest[32:], compress(point_mul(scalar, BASE))


def ed25519_sign(seed, message):
    scalar, prefix, public = ed25519_keys(seed)
    r = sha512_int(prefix, message) % L
    R = compress(point_mul(r, BASE))
    return R + ((r + sha512_int(R, public, message) * scalar) % L).to_bytes(32, "little")


def ed25519_verify(public, message, signature):
    s = int.from_bytes(signature[32:], "little")
    A, R = decompress(public), decompress(signature[:32])
    if s >= L or A is None or R is None or is_small_order(A) or is_small_order(R):
        return False
    k = sha512_int(signature[:32], public, message) % L
    minus_a = (P - A[0], A[1], A[2], P - A[3])
    return compress(point_add(point_mul(s, BASE), point_mul(k, minus_a))) == signature[:32]


def signed(label, *parts):
    return label.encode() + b"\0" + b"".join(parts)


# --- bodies ------------------------------------------------------------------------

KNOWN_DEVS = {}


def x25519_small_order(key):
    """Montgomery ladder with a multiple of eight: the result is zero for small order."""
    x1 = int.from_bytes(key, "little") & (1 << 255) - 1
    x2, z2, x3, z3 = 1, 0, x1, 1
    for bit in (1, 0, 0, 0):
        if bit:
            x2, z2, x3, z3 = x3, z3, x2, z2
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        aa, bb = a * a, b * b
        e = aa - bb
        da, cb = d * a, c * b
        x3, z3 = (da + cb) ** 2 % P, x1 * (da - cb) ** 2 % P
        x2, z2 = aa * bb % P, e * (aa + 121665 * e) % P
        if bit:
            x2, z2, x3, z3 = x3, z3, x2, z2
    return x2 * pow(z2, P - 2, P) % P == 0


def parse_dev(dev):
    """DEV as (type, partner, ed_pk, kem_pk, id); raises if nobody may admit it."""
    if dev in KNOWN_DEVS:
        return KNOWN_DEVS[dev]
    if len(dev) != 1252 or dev[0] not in (1, 2) or dev[1] not in (0, 1) or dev[2:4] != bytes(2):
        raise Refused("malformed")
    ed_pk, kem_pk = dev[4:36], dev[36:]
    point = decompress(ed_pk)
    canonical = int.from_bytes(ed_pk, "little") & (1 << 255) - 1 < P
    if not canonical or point is None or is_small_order(point):
        raise Refused("malformed")
    packed = int.from_bytes(kem_pk[:1152], "little")
    if any(packed >> 12 * i & 0xFFF >= 3329 for i in range(768)):
        raise Refused("malformed")
    if x25519_small_order(kem_pk[1184:]):
        raise Refused("malformed")
    KNOWN_DEVS[dev] = (dev[0], dev[1], ed_pk, kem_pk, device_id(ed_pk, kem_pk))
    return KNOWN_DEVS[dev]


def need(condition, code="malformed"):
    if not condition:
        raise Refused(code)


def parse_keys(data):
    need(len(data) >= 137 and 1 <= data[136] <= 16 and len(data) == 137 + data[136] * 1184)
    key_id, prev = data[:32], data[32:64]
    need(key_id != bytes(32) and (prev != bytes(32) or data[64:136] == bytes(72)))
    devices = [data[at : at + 16] for at in range(137, len(data), 1184)]
    need(all(a < b for a, b in zip(devices, devices[1:])))
    return key_id, prev, devices


# --- records and logs --------------------------------------------------------------


def parse_record(data):
    need(len(data) >= 256)
    need(len(data) <= 65808, "too_large")
    need(data[0] == 1, "version")
    kind = data[1]
    need(data[2:4] == bytes(2))
    need(1 <= kind <= 6 or kind >= 0x10)
    body_len = int.from_bytes(data[188:192], "big")
    need(body_len <= 65552, "too_large")
    record = {
        "kind": kind,
        "space": data[4:36],
        "device": data[36:52],
        "author_seq": int.from_bytes(data[52:60], "big"),
        "author_prev": data[60:92],
        "log_len": int.from_bytes(data[92:100], "big"),
        "log_head": data[100:132],
        "key_id": data[132:164],
        "nonce": data[164:188],
        "body_len": body_len,
    }
    need((kind == 1) == (record["space"] == bytes(32)))
    need(kind >= 0x10 or data[132:188] == bytes(56))
    seq = record["author_seq"]
    need(seq > 0 and (seq == 1) == (record["author_prev"] == bytes(32)))
    need((record["log_len"] == 0) == (record["log_head"] == bytes(32)))
    need(len(data) == 256 + body_len)
    fields = dict(record)
    record["fields"] = fields
    record["unsigned"], record["signature"] = data[:-64], data[-64:]
    record["body"] = data[192:-64]
    record["hash"] = H("accord/v1/record-hash", data[:-64])
    return record


VERIFIED = {}


def signature_holds(record, ed_pk):
    key = (ed_pk, record["hash"], record["signature"])
    if key not in VERIFIED:
        message = signed("accord/v1/record", record["unsigned"])
        VERIFIED[key] = ed25519_verify(ed_pk, message, record["signature"])
    return VERIFIED[key]


class Log:
    """One branch of a space: rules a to e and the rules of bodies."""

    def __init__(self, data):
        record = parse_record(data)
        need(record["kind"] == 1)
        body = record["body"]
        need(len(body) == 20 + 1252 and body[0] in (1, 2) and body[1:4] == bytes(3))
        kind, partner, ed_pk, _, device = parse_dev(body[20:])
        need(device == record["device"] and (kind, partner) == (1, 0))
        need(record["author_seq"] == 1 and record["log_len"] == 0)
        need(signature_holds(record, ed_pk), "bad_signature")
        self.space, self.vault = record["hash"], body[0] == 2
        self.heads = [bytes(32), next_head(bytes(32), record["hash"])]
        self.members = {}
        self.admit(body[20:], 1)
        self.members[device].update(seq=1, prev=record["hash"], last=1)
        self.grants, self.last_membership = [], 1
        self.last_revoke = self.joined = None
        self.ended = [None, None]

    def admit(self, dev, position):
        kind, partner, ed_pk, kem_pk, device = parse_dev(dev)
        self.members[device] = {
            "paper": kind == 2, "partner": partner, "ed_pk": ed_pk, "kem_pk": kem_pk,
            "added": position, "revoked": None, "seq": 0, "prev": bytes(32), "last": 0,
        }

    def active(self, partner=None):
        return sorted(
            device for device, m in self.members.items()
            if m["revoked"] is None and partner in (None, m["partner"])
        )

    def usable(self):
        since = self.last_revoke or 0
        return [key for key, at in reversed(self.grants) if at >= since]

    def push(self, data):
        """Appends a record or raises the code, in the order docs/protocol.md gives."""
        r = parse_record(data)
        kind, body, n = r["kind"], r["body"], len(self.heads)
        need(kind != 1)
        need(r["space"] == self.space, "not_member")
        author = self.members.get(r["device"])
        need(author, "not_member")
        need(author["revoked"] is None, "revoked")
        need(signature_holds(r, author["ed_pk"]), "bad_signature")
        if any(self.ended):
            need(kind == 6 and not self.ended[author["partner"]], "ended")
        need(r["author_seq"] <= author["seq"] + 1, "wrong_branch")
        need(r["author_seq"] == author["seq"] + 1 and r["author_prev"] == author["prev"], "fork")
        length = r["log_len"]
        need(length < n and self.heads[length] == r["log_head"], "wrong_branch")
        need(kind == 6 or length >= author["last"], "wrong_branch")
        if kind >= 0x10:
            need(r["key_id"] in self.usable(), "stale_key")
        else:
            need(kind == 6 or length >= self.last_membership, "stale_head")
        need(not author["paper"] or kind in (3, 4, 5, 6))
        need(not self.vault or kind not in (2, 6))
        act = {2: self.join, 3: self.add, 4: self.revoke, 5: self.rotate, 6: self.end}
        if kind < 0x10:
            act[kind](r["device"], author, body, n)
            if kind != 6:
                self.last_membership = n
        author.update(seq=r["author_seq"], prev=r["hash"], last=n)
        self.heads.append(next_head(self.heads[-1], r["hash"]))
        return r

    def join(self, device, author, body, n):
        need(len(body) == 2564)
        kind, partner, *_ = parse_dev(body[32:1284])
        need(body[1380:1396] == parse_dev(body[32:1284])[4])
        need(self.joined is None and author["partner"] == 0 and (kind, partner) == (1, 1))
        need(body[:32] != bytes(32))
        self.admission(device, body, 1, n)
        self.joined = n

    def add(self, device, author, body, n):
        need(len(body) == 2564)
        kind, partner, _, _, new = parse_dev(body[32:1284])
        need(body[1380:1396] == new)
        need(partner == author["partner"])
        without_t = body[:32] == bytes(32)
        if kind == 2:
            need(without_t)
            role = 3
        elif not without_t:
            role = 2
        else:
            role = 5 if self.vault else 4
            need(role == 4 or author["paper"])
        self.admission(device, body, role, n)

    def admission(self, author, body, role, n):
        dev = body[32:1284]
        kind, partner, ed_pk, kem_pk, new = parse_dev(dev)
        for device, m in self.members.items():
            need(device != new and m["ed_pk"] != ed_pk and m["kem_pk"] != kem_pk)
        active = self.active(partner)
        need(len(active) < 8 and len(self.members) < 255)
        need(kind != 2 or not any(self.members[d]["paper"] for d in active))
        need(self.grants and self.grants[-1][0] == body[1348:1380], "stale_key")
        space = bytes(32) if role == 3 else self.space
        by = bytes(16) if role in (3, 4) else author
        message = signed("accord/v1/pair/proof", bytes([role]), space, by, body[:32], dev)
        need(ed25519_verify(ed_pk, message, body[1284:1348]), "bad_signature")
        self.admit(dev, n)

    def grant(self, data, n, leaving=None):
        key_id, prev, devices = parse_keys(data)
        need(devices == [d for d in self.active() if d != leaving])
        granted = [key for key, _ in self.grants]
        need(key_id not in granted)
        need(prev in granted if granted else prev == bytes(32))
        self.grants.append((key_id, n))

    def revoke(self, device, author, body, n):
        need(len(body) > 20 and body[17:20] == bytes(3))
        target = body[:16]
        parse_keys(body[20:])
        m = self.members.get(target)
        need(m and m["revoked"] is None and m["partner"] == author["partner"] and target != device)
        self.grant(body[20:], n, leaving=target)
        m["revoked"] = self.last_revoke = n

    def rotate(self, device, author, body, n):
        need(len(self.grants) < 4096, "quota")
        self.grant(body, n)

    def end(self, device, author, body, n):
        need(len(body) == 32 and body[0] == 1 and body[1:4] == bytes(3) and body[8:] == bytes(24))
        days = int.from_bytes(body[4:8], "big", signed=True)
        self.ended[author["partner"]] = (n, days)


# --- deterministic CBOR ------------------------------------------------------------


class NotCbor(Exception):
    pass


class Cbor:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, n):
        if n > len(self.data) - self.at:
            raise NotCbor("short")
        self.at += n
        return self.data[self.at - n : self.at]

    def head(self):
        first = self.take(1)[0]
        major, info = first >> 5, first & 31
        if info < 24:
            return major, info
        if info > 27:
            raise NotCbor("length")
        size = 1 << info - 24
        value = int.from_bytes(self.take(size), "big")
        if value < (24 if size == 1 else 1 << 4 * size):
            raise NotCbor("not shortest")
        return major, value

    def item(self, depth):
        if self.data[self.at : self.at + 1] in (b"\xf4", b"\xf5", b"\xf6"):
            return {0xF4: False, 0xF5: True, 0xF6: None}[self.take(1)[0]]
        major, value = self.head()
        if major == 0:
            return value
        if major == 1:
            return -1 - value
        if major == 2:
            return {"hex": self.take(value).hex()}
        if major == 3:
            try:
                return self.take(value).decode()
            except UnicodeDecodeError:
                raise NotCbor("text") from None
        if depth == 0 or major not in (4, 5):
            raise NotCbor("depth or type")
        if major == 4:
            return [self.item(depth - 1) for _ in range(min(value, len(self.data) + 1))]
        return self.entries(value, depth)

    def entries(self, count, depth):
        out, last = {}, b""
        for _ in range(min(count, len(self.data) + 1)):
            start = self.at
            key = self.item(depth - 1)
            raw = self.data[start : self.at]
            if raw <= last:
                raise NotCbor("order")
            last = raw
            out[str(key)] = self.item(depth - 1)
        return out


def decode_map(data):
    reader = Cbor(data)
    major, count = reader.head()
    if major != 5 or count > 64:
        raise NotCbor("map")
    out, last = {}, -1
    for _ in range(count):
        major, key = reader.head()
        if major != 0 or key <= last:
            raise NotCbor("keys")
        last = key
        out[str(key)] = reader.item(4)
    if reader.at != len(data):
        raise NotCbor("trailing")
    return out


def encode(value):
    def head(major, n):
        for info, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
            if n < 24:
                return bytes([major << 5 | n])
            if n < 1 << 8 * size:
                return bytes([major << 5 | info]) + u(n, size)
        raise ValueError(n)

    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return head(0, value)
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(encode, value))
    if set(value) == {"hex"}:
        return head(2, len(value["hex"]) // 2) + unhex(value["hex"])
    pairs = sorted((int(key), item) for key, item in value.items())
    return head(5, len(pairs)) + b"".join(head(0, key) + encode(item) for key, item in pairs)


# What docs/protocol.md says of each field: a type, and what bounds it.
def uint(bits=64):
    return lambda v: type(v) is int and 0 <= v < 1 << bits


def raw(least, most=None):
    most = least if most is None else most

    def fits(v):
        return isinstance(v, dict) and set(v) == {"hex"} and least <= len(v["hex"]) // 2 <= most

    return fits


def words(most):
    return lambda v: isinstance(v, str) and len(v.encode()) <= most


def many(most, each):
    return lambda v: isinstance(v, list) and len(v) <= most and all(map(each, v))


def flag(v):
    return isinstance(v, bool)


def optional(fits):
    return lambda v: v is None or fits(v)


def table(fields):
    def fits(v):
        return isinstance(v, dict) and all(
            (key in v or test(None)) and (key not in v or test(v[key]))
            for key, test in fields.items()
        )

    return fits


RECORD = raw(0, 65808)
LIMITS = table({str(k): uint(32) for k in range(1, 6)})
PROOF = table({"1": raw(32), "2": raw(16), "3": words(255), "4": raw(32), "5": raw(32), "6": raw(64)})
CLIENT = {
    1: {"1": uint(16), "2": uint(16), "3": words(64)},
    2: {"1": raw(32), "2": raw(16), "3": words(255), "4": raw(32), "5": raw(64)},
    3: {"1": uint(), "2": raw(32)},
    4: {"1": uint(), "2": RECORD},
    5: {"1": uint()},
    6: {},
    7: {},
}
SERVER = {
    6: {},
    7: {},
    11: {"1": uint(16), "2": raw(32), "3": LIMITS, "4": uint(32), "5": raw(16)},
    12: {"1": uint(), "2": raw(32)},
    13: {"1": uint()},
    14: {"1": uint(), "2": raw(32)},
    15: {"1": uint(), "2": optional(uint()), "3": optional(uint()), "4": optional(uint(16)), "5": optional(uint())},
    16: {"1": uint(), "2": many(256, RECORD), "3": flag},
    17: {"1": uint()},
    18: {"1": uint()},
    19: {"1": uint(16), "2": optional(uint())},
}
BODIES = {
    ("/v1/spaces", "request"): {"1": optional(words(128)), "2": many(16, RECORD)},
    ("/v1/spaces", "response"): {"1": uint(), "2": raw(32)},
    ("/v1/challenge", "response"): {"1": raw(32)},
    ("/v1/mailbox/put", "request"): {
        "1": raw(32), "2": lambda v: v in (1, 2, 3), "3": raw(0, 4096),
        "4": optional(lambda v: v in (1, 2)), "5": optional(PROOF),
    },
    ("/v1/mailbox/get", "request"): {"1": raw(32), "2": lambda v: v in (1, 2, 3)},
    ("/v1/mailbox/get", "response"): {"1": optional(raw(0, 4096)), "2": uint()},
    ("/v1/mailbox/close", "request"): {"1": raw(32)},
    ("/v1/lookup", "request"): {"1": raw(16), "2": words(255), "3": raw(32), "4": raw(32), "5": raw(64)},
    ("/v1/lookup", "response"): {"1": raw(32)},
    ("/v1/end", "request"): {"1": RECORD},
    ("/v1/end", "response"): {"1": uint(), "2": flag},
    ("/v1/exchange", "request"): {"1": PROOF, "2": many(256, raw(0, 66560))},
    ("/v1/exchange", "response"): {"1": many(256, raw(0, 262144))},
    ("any", "problem"): {"1": uint(16), "2": optional(uint())},
}


def read_request(data, path):
    body = decode_map(data)
    if not table(BODIES[path, "request"])(body):
        raise NotCbor("body")
    if path == "/v1/mailbox/put" and any((key in body) != (body["2"] == 1) for key in ("4", "5")):
        raise NotCbor("opening")
    return body


def read_frame(data, side):
    limit, types = (66560, CLIENT) if side == "client" else (262144, SERVER)
    if len(data) > limit:
        raise NotCbor("size")
    frame = decode_map(data)
    kind = frame.get("0")
    if type(kind) is not int or kind not in types or not table(types[kind])(frame):
        raise NotCbor("frame")
    if kind == 15 and side == "server" and sum(key in frame for key in ("2", "3", "4")) != 1:
        raise NotCbor("outcome")
    return frame


# --- pairing -----------------------------------------------------------------------


def host_is_good(host):
    if len(host) > 255:
        return False
    match = re.fullmatch(r"(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::([1-9][0-9]{0,4}))?", host)
    if not match or int(match[2] or 1) > 65535:
        return False
    if host.startswith("["):
        try:
            return str(ipaddress.IPv6Address(match[1][1:-1])) == match[1][1:-1]
        except ValueError:
            return False
    label = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
    return all(label.fullmatch(part) for part in match[1].split("."))


def parse_link(link):
    match = re.fullmatch(r"(https?)://([^/#]*)/j#([A-Za-z0-9_-]{24})", link.strip())
    need(match and host_is_good(match[2]))
    name = match[2].rsplit(":", 1)[0] if not match[2].endswith("]") else match[2]
    local = name in ("localhost", "[::1]") or re.fullmatch(r"127(\.\d{1,3}){3}", name)
    need(match[1] == "https" or local)
    data = base64.urlsafe_b64decode(match[3])
    need(data[0] == 1 and data[1] in (1, 2))
    return match[2], data[1], data[2:]


def opening(message):
    need(len(message) >= 4 and message[0] == 1 and message[1] in (1, 2) and message[2:4] == bytes(2))
    return message[1]


def parse_m1(m1):
    role = opening(m1)
    need(len(m1) >= 1331)
    host_len = int.from_bytes(m1[1328:1330], "big")
    need(len(m1) >= 1331 + host_len)
    token = m1[1331 + host_len :]
    need(m1[1330 + host_len] == len(token) <= 128)
    try:
        host, token = m1[1330 : 1330 + host_len].decode(), token.decode()
    except UnicodeDecodeError:
        raise Refused("malformed") from None
    need(host_is_good(host))
    parse_dev(m1[36:1288])
    expires = int.from_bytes(m1[1320:1328], "big")
    return role, m1[4:36], m1[36:1288], m1[1288:1320], expires, host, token


def parse_m2(m2):
    role = opening(m2)
    need(len(m2) == 1352)
    parse_dev(m2[36:1288])
    return role, m2[4:36], m2[36:1288], m2[1288:]


def parse_m3(m3):
    role = opening(m3)
    need(len(m3) == 36)
    return role, m3[4:]


# --- the files ---------------------------------------------------------------------


def refused(act, errors=(Refused, NotCbor)):
    try:
        act()
    except errors as error:
        return str(error) or True
    return False


def check_ids():
    v = load("ids.json")
    for case in v["hash"]:
        parts = [counted(unhex(p)) for p in case.get("counted", [])]
        parts += [unhex(p) for p in case.get("fixed", [])]
        check(H(case["label"], *parts).hex() == case["hash"], case)
    k = v["key_id"]
    check(H("accord/v1/key-id", unhex(k["space"]), unhex(k["epoch_key"])).hex() == k["key_id"], k)
    for case in (v["next_head"], v["first_head"]):
        check(next_head(unhex(case["head"]), unhex(case["record_hash"])).hex() == case["next"], case)
    c = v["commitment"]
    check(H("accord/v1/pair/commit", unhex(c["r_a"])).hex() == c["commit"], c)
    for case in v["devices"]:
        kind, partner, ed_pk, kem_pk, device = parse_dev(unhex(case["dev"]))
        check((kind, partner) == (case["type"], case["partner"]), "device")
        check(ed25519_keys(unhex(case["seed"]))[2] == ed_pk == unhex(case["ed_pk"]), "seed")
        check(device.hex() == case["device_id"], "device id")
    for case in v["bad_devices"]:
        check(refused(lambda: parse_dev(unhex(case["dev"]))), case["name"])
    return len(v["hash"]) + 4 + len(v["devices"]) + len(v["bad_devices"])


def check_logs():
    v, count = load("logs.json"), 0
    seeds = {device["device_id"]: unhex(device["seed"]) for device in v["devices"]}
    for log in v["logs"].values():
        state = None
        for entry in log["records"]:
            data = unhex(entry["record"])
            record = parse_record(data)
            if state is None:
                state = Log(data)
            else:
                state.push(data)
            for name, value in entry["header"].items():
                mine = record["fields"][name]
                check((mine.hex() if isinstance(mine, bytes) else mine) == value, name)
            check(record["hash"].hex() == entry["hash"], "record hash")
            check(len(state.heads) - 1 == entry["position"], "position")
            check(state.heads[-1].hex() == entry["head"], "head")
            check([d.hex() for d in state.active()] == entry["active"], "active devices")
            check([k.hex() for k in state.usable()] == entry["usable_keys"], "usable keys")
            for name in ("last_membership", "last_revoke", "joined"):
                check(getattr(state, name) == entry[name], name)
            check([e and e[1] for e in state.ended] == entry["ended_days"], "ends")
            mine = ed25519_sign(seeds[record["device"].hex()], signed("accord/v1/record", data[:-64]))
            check(mine == data[-64:], "signature")
            count += 1
        check(state.space.hex() == log["space"], "space id")
    return count


def check_refusals():
    cases, codes = load("refusals.json"), {c["name"]: c["number"] for c in load("codes.json")}
    check(sorted(codes.values()) == list(range(1, len(codes) + 1)), "codes are dense")
    logs = {name: [unhex(e["record"]) for e in log["records"]] for name, log in load("logs.json")["logs"].items()}
    for case in cases:
        check(codes[case["code_name"]] == case["code"], case["name"])
        record = unhex(case["record"])
        if case["after"] == 0:
            got = refused(lambda: Log(record))
        else:
            log = Log(logs[case["log"]][0])
            for earlier in logs[case["log"]][1 : case["after"]]:
                log.push(earlier)
            got = refused(lambda: log.push(record))
        check(got == case["code_name"], f"{case['name']}: {got} instead of {case['code_name']}")
    return len(cases) + len(codes)


def check_frames():
    v = load("frames.json")
    for case in v["good"]:
        data = unhex(case["bytes"])
        check(read_frame(data, case["from"]) == case["cbor"], case["name"])
        check(encode(case["cbor"]) == data, case["name"])
    for case in v["refused"]:
        check(refused(lambda: read_frame(unhex(case["bytes"]), case["from"])), case["name"])
    for case in v["ignored_keys"]:
        frame = read_frame(unhex(case["bytes"]), case["from"])
        plain = read_frame(unhex(case["same_as"]), case["from"])
        check({key: frame[key] for key in plain} == plain, case["name"])
    return sum(map(len, v.values()))


def check_http():
    v = load("http.json")
    s = {k: unhex(x) if isinstance(x, str) and k != "host" else x for k, x in v["signed"].items()}
    host = u(len(s["host"]), 2) + s["host"].encode()
    asked = host + s["challenge"] + s["nonce"]
    frames = b"".join(u(len(f) // 2, 4) + unhex(f) for f in s["frames"])
    sha = lambda data: hashlib.sha256(data).digest()
    who = asked + s["space"] + s["device"]
    messages = {
        "auth": signed("accord/v1/auth", who),
        "exchange": signed("accord/v1/exchange", who, sha(frames)),
        "mailbox": signed("accord/v1/mailbox", who, s["mailbox"], bytes([s["life"]]), sha(s["slot"])),
        "lookup": signed("accord/v1/lookup", asked, s["device"]),
    }
    for case in v["signatures"]:
        message = messages.pop(case["name"])
        check(message.hex() == case["message"], case["name"])
        check(ed25519_sign(unhex(case["seed"]), message).hex() == case["signature"], case["name"])
    check(not messages, "every label has a vector")
    seen = set()
    for case in v["bodies"]:
        name = (case["path"], case["side"])
        seen.add(name)
        data = unhex(case["bytes"])
        body = read_request(data, case["path"]) if case["side"] == "request" else decode_map(data)
        check(body == case["cbor"] and table(BODIES[name])(body), name)
        check(encode(case["cbor"]).hex() == case["bytes"], name)
    check(seen == set(BODIES), "every body has a vector")
    for case in v["refused"]:
        check(refused(lambda: read_request(unhex(case["bytes"]), case["path"])), case["name"])
    return len(v["signatures"]) + len(v["bodies"]) + len(v["refused"])


def check_pairing():
    v = load("pairing.json")
    for p in v["pairings"]:
        m1, m2, m3 = unhex(p["m1"]), unhex(p["m2"]), unhex(p["m3"])
        host, role, secret = parse_link(p["link"])
        check((host, role, secret.hex()) == (p["host"], p["role"], p["secret"]), "link")
        role, space, dev_a, commit, expires, host, token = parse_m1(m1)
        check((role, space.hex(), dev_a.hex()) == (p["role"], p["space"], p["inviter"]), "m1")
        check((expires, host, token) == (p["expires_s"], p["host"], p["token"]), "m1 tail")
        role, r_b, dev_b, proof = parse_m2(m2)
        check((role, r_b.hex(), dev_b.hex()) == (p["role"], p["r_b"], p["joiner"]), "m2")
        role, r_a = parse_m3(m3)
        check((role, r_a.hex()) == (p["role"], p["r_a"]), "m3")
        check(H("accord/v1/pair/commit", r_a) == commit, "commitment")
        t = H("accord/v1/pair/t", counted(m1), counted(m2[:-64]))
        check(t.hex() == p["transcript"], "transcript")
        author = parse_dev(dev_a)[4]
        message = signed("accord/v1/pair/proof", bytes([role]), space, author, t, dev_b)
        check(message.hex() == p["proof_message"], "proof message")
        check(ed25519_sign(unhex(p["joiner_seed"]), message) == proof, "proof")
    aad = v["slot_aad"]
    check(aad["mailbox"] + f"{aad['slot']:02x}" == aad["aad"], "slot aad")
    for link in v["bad_links"]:
        check(refused(lambda: parse_link(link)), link)
    read = {1: parse_m1, 2: parse_m2, 3: parse_m3}
    for case in v["bad_messages"]:
        check(refused(lambda: read[case["message"]](unhex(case["bytes"]))), case["name"])
    return sum(len(v[name]) for name in ("pairings", "bad_links", "bad_messages")) + 1


def main():
    # RFC 8032, section 7.1, test 2: this file's own signatures are right.
    seed = unhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    signature = ed25519_sign(seed, b"\x72")
    check(signature.hex().startswith("92a009a9f0d4cab8720e820b5f642540"), "RFC 8032")
    check(ed25519_verify(ed25519_keys(seed)[2], b"\x72", signature), "RFC 8032")
    for name in ("ids", "logs", "refusals", "frames", "http", "pairing"):
        try:
            print(f"{name}: {globals()['check_' + name]()} vectors agree")
        except (AssertionError, Refused, NotCbor, KeyError, IndexError) as error:
            print(f"{name}: DISAGREES: {type(error).__name__}: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
