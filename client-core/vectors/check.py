#!/usr/bin/env python3
"""Checks crypto.json with code that shares nothing with the Rust crates.

Python 3.9 or newer, standard library only: HKDF, XChaCha20-Poly1305 and Ed25519 are
written out below for checking, slowly and not in constant time; never use them for
anything else. X-Wing public keys and the HPKE grants were made with the npm packages
@noble/post-quantum and @hpke/hybridkem-x-wing and are inputs here. Argon2id is not
written out: it is the module argon2-cffi's, or else that of the module cryptography 44
or newer. Without both the check fails, for it did not check everything.

Usage: check.py [crypto.json]
"""

import base64
import hashlib
import hmac
import json
import pathlib
import sys

# --- primitives -----------------------------------------------------------------


def hkdf(salt, ikm, info):
    prk = hmac.new(salt, ikm, hashlib.sha256).digest()
    return hmac.new(prk, info + b"\x01", hashlib.sha256).digest()


M32 = 0xFFFFFFFF


def rounds(s):
    def rotl(x, n):
        return ((x << n) | (x >> (32 - n))) & M32

    def quarter(a, b, c, d):
        for n, m in ((16, 12), (8, 7)):
            s[a] = (s[a] + s[b]) & M32
            s[d] = rotl(s[d] ^ s[a], n)
            s[c] = (s[c] + s[d]) & M32
            s[b] = rotl(s[b] ^ s[c], m)

    for _ in range(10):
        for i in range(4):
            quarter(i, i + 4, i + 8, i + 12)
        for i in range(4):
            quarter(i, (i + 1) % 4 + 4, (i + 2) % 4 + 8, (i + 3) % 4 + 12)


def words(b):
    return [int.from_bytes(b[i : i + 4], "little") for i in range(0, len(b), 4)]


def pack(ws):
    return b"".join(w.to_bytes(4, "little") for w in ws)


SIGMA = words(b"expand 32-byte k")


def chacha_block(key, counter, nonce12):
    start = SIGMA + words(key) + [counter] + words(nonce12)
    s = list(start)
    rounds(s)
    return pack([(a + b) & M32 for a, b in zip(s, start)])


def hchacha(key, nonce16):
    s = SIGMA + words(key) + words(nonce16)
    rounds(s)
    return pack(s[:4] + s[12:])


def chacha(key, nonce12, data):
    out = b""
    for i in range(0, len(data), 64):
        block = chacha_block(key, 1 + i // 64, nonce12)
        out += bytes(a ^ b for a, b in zip(data[i : i + 64], block))
    return out


def poly1305(key, message):
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    acc = 0
    for i in range(0, len(message), 16):
        acc = (acc + int.from_bytes(message[i : i + 16] + b"\x01", "little")) * r % (2**130 - 5)
    return ((acc + int.from_bytes(key[16:], "little")) % 2**128).to_bytes(16, "little")


def pad16(b):
    return b + bytes(-len(b) % 16)


def xchacha_seal(key, nonce24, aad, plaintext):
    subkey, nonce = hchacha(key, nonce24[:16]), bytes(4) + nonce24[16:]
    ct = chacha(subkey, nonce, plaintext)
    mac = pad16(aad) + pad16(ct) + len(aad).to_bytes(8, "little") + len(ct).to_bytes(8, "little")
    return ct + poly1305(chacha_block(subkey, 0, nonce)[:32], mac)


P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
BX = 15112221349535400772501151409588531511454012693041857206046113283949847762202
BY = 4 * pow(5, P - 2, P) % P


def ed_add(a, b):
    (x1, y1, z1, t1), (x2, y2, z2, t2) = a, b
    m, n = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = n - m, d - c, d + c, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P


def ed_mul(n):
    point, q = (0, 1, 1, 0), (BX, BY, 1, BX * BY % P)
    while n:
        if n & 1:
            point = ed_add(point, q)
        q, n = ed_add(q, q), n >> 1
    return point


def ed_pack(point):
    x, y, z, _ = point
    inverse = pow(z, P - 2, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def ed_expand(seed):
    h = hashlib.sha512(seed).digest()
    return (int.from_bytes(h[:32], "little") & ((1 << 254) - 8)) | (1 << 254), h[32:]


def ed_public(seed):
    return ed_pack(ed_mul(ed_expand(seed)[0]))


def ed_sign(seed, message):
    a, prefix = ed_expand(seed)
    r = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % L
    big_r = ed_pack(ed_mul(r))
    k = int.from_bytes(hashlib.sha512(big_r + ed_public(seed) + message).digest(), "little") % L
    return big_r + ((r + k * a) % L).to_bytes(32, "little")


# --- the protocol's two functions -------------------------------------------------


def H(label, *parts):
    return hashlib.sha256(label.encode() + b"\0" + b"".join(parts)).digest()


def K(salt, ikm, info, ctx=b""):
    return hkdf(salt.encode() if isinstance(salt, str) else salt, ikm, info.encode() + b"\0" + ctx)


def eleven_bits(b, count):
    bits = "".join(f"{byte:08b}" for byte in b)
    return [int(bits[i * 11 : i * 11 + 11], 2) for i in range(count)]


def changes_list(changes):
    return b"".join(len(c).to_bytes(4, "big") + c for c in changes)


# --- one function a section: inputs to outputs --------------------------------------
# Strings in the file are lower-case hex, but for the keys named in TEXT.

TEXT = ("fragment", "note")


def device(v):
    sign = K("accord/v1/device", v["secret"], "accord/v1/device/sign")
    ed_pk = ed_public(sign)
    return {
        "sign_seed": sign,
        "kem_seed": K("accord/v1/device", v["secret"], "accord/v1/device/kem"),
        "ed_pk": ed_pk,
        "device_id": H("accord/v1/device-id", ed_pk, v["kem_pk"])[:16],
    }


def epoch(v):
    return {
        "key_id": H("accord/v1/key-id", v["space_id"], v["ek"]),
        "content_key": K("accord/v1/epoch", v["ek"], "accord/v1/epoch/content"),
        "wrap_key": K("accord/v1/epoch", v["ek"], "accord/v1/epoch/wrap"),
    }


def grant(v):
    # Opening needs X-Wing; here only the key id inside is checked. Rust opens the box.
    return {"key_id": H("accord/v1/key-id", v["space_id"], v["ek"])}


def wrap(v):
    ids = [H("accord/v1/key-id", v["space_id"], v[k]) for k in ("new_ek", "old_ek")]
    key = K("accord/v1/epoch", v["new_ek"], "accord/v1/epoch/wrap")
    return {"wrap_ct": xchacha_seal(key, v["nonce"], b"".join(ids), v["old_ek"])}


def paper(v):
    checksum = hashlib.sha256(v["entropy"]).digest()[:1]
    secret = K("accord/v1/paper", v["entropy"], "accord/v1/paper/space", bytes([v["index"]]))
    sign = K("accord/v1/device", secret, "accord/v1/device/sign")
    ed_pk = ed_public(sign)
    proofs = []
    for partner in (0, 1):
        dev = bytes([2, partner, 0, 0]) + ed_pk + v["kem_pk"]
        proofs.append(ed_sign(sign, b"accord/v1/pair/proof\0\x03" + bytes(32 + 16 + 32) + dev))
    return {
        "word_numbers": eleven_bits(v["entropy"] + checksum, 12),
        "secret": secret,
        "kem_seed": K("accord/v1/device", secret, "accord/v1/device/kem"),
        "ed_pk": ed_pk,
        "proofs": proofs,
    }


def content(v):
    payload = changes_list(v["changes"])
    plain = bytes([1, v["page"], 0, 0]) + len(payload).to_bytes(4, "big") + payload
    size = 512
    while size < len(plain):
        size *= 2
    plain += bytes(size - len(plain))
    key = K("accord/v1/epoch", v["ek"], "accord/v1/epoch/content")
    return {"plaintext": plain, "body": xchacha_seal(key, v["nonce"], v["header"], plain)}


def private(v):
    pkey_id = H("accord/v1/private-id", v["space_id"], v["pkey"])
    aad = b"accord/v1/private\0" + v["space_id"] + v["device_id"] + pkey_id
    plain = changes_list(v["changes"])
    # Padded inside: a record's plaintext has 80 bytes besides, and is a power of two, 1024 at least.
    whole = 1024
    while whole < len(plain) + 80:
        whole *= 2
    sealed = xchacha_seal(v["pkey"], v["nonce"], aad, plain + bytes(whole - 80 - len(plain)))
    return {"pkey_id": pkey_id, "payload": pkey_id + v["nonce"] + sealed}


def pair(v):
    role = bytes([v["role"]])
    infos = ["accord/v1/pair/" + name for name in ("mailbox", "offer", "answer", "reveal")]
    mailbox, *keys = [K("accord/v1/pair", v["secret"], info, role) for info in infos]
    slots = []
    for slot, (key, nonce) in enumerate(zip(keys, v["nonces"]), start=1):
        slots.append(nonce + xchacha_seal(key, nonce, mailbox + bytes([slot]), v["message"]))
    link = base64.urlsafe_b64encode(b"\x01" + role + v["secret"])
    return {"fragment": link.decode(), "mailbox_id": mailbox, "slots": slots}


def compare(v):
    counted = b"".join(len(m).to_bytes(8, "big") + m for m in (v["m1"], v["m2_core"]))
    transcript = H("accord/v1/pair/t", counted)
    sas = K(transcript, v["r_a"] + v["r_b"], "accord/v1/pair/sas")
    return {
        "commitment": H("accord/v1/pair/commit", v["r_a"]),
        "transcript": transcript,
        "word_numbers": eleven_bits(sas, 8),
    }


def head(v):
    return {"word_numbers": eleven_bits(H("accord/v1/head-words", v["log_head"]), 8)}


def statement(v):
    sign = K("accord/v1/device", v["secret"], "accord/v1/device/sign")
    return {"signature": ed_sign(sign, b"accord/v1/consent\0" + v["bytes"])}


def row(v):
    key = K("accord/v1/store", v["store_key"], "accord/v1/store/row")
    aad = b"accord/v1/store/row\0" + len(v["table"]).to_bytes(8, "big") + v["table"] + v["row"]
    return {"sealed": v["nonce"] + xchacha_seal(key, v["nonce"], aad, v["value"])}


COST = b"".join(n.to_bytes(4, "big") for n in (65536, 3, 1))


def stretched(password, salt):
    try:
        from argon2 import low_level

        return low_level.hash_secret_raw(password, salt, 3, 65536, 1, 32, low_level.Type.ID)
    except ImportError:
        pass
    try:
        from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

        return Argon2id(salt=salt, length=32, iterations=3, lanes=1, memory_cost=65536).derive(password)
    except ImportError:
        return None


def spoken(v):
    key = stretched(v["words"], b"accord/v1/spoken" + v["host"])
    return {} if key is None else {"secret": key[:16]}


def lock(v):
    key = stretched(v["passphrase"], v["salt"])
    if key is None:
        return {}
    aad = b"accord/v1/store/lock\0" + bytes([1, 2]) + COST + v["salt"]
    sealed = xchacha_seal(key, v["nonce"], aad, v["store_key"])
    return {"blob": bytes([1, 2, 0, 0]) + COST + v["salt"] + v["nonce"] + sealed}


def pin(v):
    key = stretched(v["pin"], v["salt"])
    if key is None:
        return {}
    pkey_id = H("accord/v1/private-id", v["space_id"], v["pkey"])
    aad = b"accord/v1/private-pin\0" + v["space_id"] + pkey_id + COST + v["salt"]
    sealed = xchacha_seal(key, v["nonce"], aad, v["pkey"])
    return {"wrap": bytes([1, 0, 0, 0]) + COST + v["salt"] + v["nonce"] + sealed}


SECTIONS = {
    f.__name__: f
    for f in (device, epoch, grant, wrap, paper, content, private, pair, compare, head, statement, row, spoken, lock, pin)
}


def decoded(v, key=None):
    if isinstance(v, dict):
        return {k: decoded(x, k) for k, x in v.items()}
    if isinstance(v, list):
        return [decoded(x) for x in v]
    return bytes.fromhex(v) if isinstance(v, str) and key not in TEXT else v


def known_answers():
    """The primitives above against draft-irtf-cfrg-xchacha A.3.1, RFC 8032 7.1 test 2, RFC 5869 A.1."""
    text = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it."
    aad = bytes.fromhex("50515253c0c1c2c3c4c5c6c7")
    sealed = xchacha_seal(bytes(range(0x80, 0xA0)), bytes(range(0x40, 0x58)), aad, text)
    assert sealed[-16:].hex() == "c0875924c1c7987947deafd8780acf49", "xchacha20-poly1305"
    seed = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    assert ed_public(seed).hex() == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "ed25519 key"
    assert ed_sign(seed, b"\x72").hex().startswith("92a009a9f0d4cab8720e820b5f642540"), "ed25519 signature"
    okm = hkdf(bytes(range(13)), b"\x0b" * 22, bytes(range(0xF0, 0xFA)))
    assert okm.hex() == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf", "hkdf-sha256"


def main():
    known_answers()
    path = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).with_name("crypto.json")
    vectors = json.loads(path.read_text())
    assert (vectors["protocol"], vectors["status"]) == (1, "draft")
    checked, failed = 0, 0
    for name, section in SECTIONS.items():
        assert vectors[name], f"no vectors for {name}"
        for number, case in enumerate(decoded(vectors[name])):
            for key, value in section(case).items():
                checked += 1
                if case[key] != value:
                    failed += 1
                    print(f"{name}[{number}].{key} differs", file=sys.stderr)
    argon = stretched(b"x", bytes(16)) is not None
    said = "Argon2id checked" if argon else "Argon2id NOT checked: install argon2-cffi"
    print(f"crypto vectors: {checked} values checked, {failed} differ; {said}")
    return 0 if argon and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
