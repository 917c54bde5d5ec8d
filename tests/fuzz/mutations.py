"""Seeded damage to valid files: bits, bytes, pieces, the header; of packages also what is packed in them."""

import gzip
import io
import random
import zipfile

HOSTILE = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b"'", b"\n\n\n", b"\r", b"{", b"[", b"]}", b"\\u0000", b"1e999",
    b"-99999999999999999999", b"<!DOCTYPE a>", b'r="XFD1048576"', b"PAR1", b"PK\x03\x04", b"\x1f\x8b", b"=cmd|x",
    b"![x](http://x)", b'b" from t; create table pwned as select 1; --', b"null", b"NaN", b"," * 300, b"a" * 70_000,
    b"[" * 5000, b'{"a":' * 3000,
)  # fmt: skip


def _flip_bits(data, chance):
    for _ in range(chance.choice((1, 1, 3, 30))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _cut(data, chance):
    del data[chance.randrange(len(data)) :]


def _drop_middle(data, chance):
    start = chance.randrange(len(data))
    del data[start : start + chance.randrange(1, 200)]


def _insert_hostile(data, chance):
    at = chance.randrange(len(data) + 1)
    data[at:at] = chance.choice(HOSTILE)


def _repeat(data, chance):
    start = chance.randrange(len(data))
    piece = data[start : start + chance.randrange(1, 400)]
    data[start:start] = piece * chance.choice((1, 2, 50))


def _edit_head(data, chance):
    at = chance.randrange(min(60, len(data)))
    data[at : at + 1] = chance.choice((b"", b"\x00", b"\xff", bytes([chance.randrange(256)])))


def _edit_end(data, chance):
    at = len(data) - 1 - chance.randrange(min(80, len(data)))
    data[at] = chance.randrange(256)


def _swap_pieces(data, chance):
    length = chance.randrange(1, 100)
    first, second = chance.randrange(len(data)), chance.randrange(len(data))
    data[first : first + length], data[second : second + length] = (
        data[second : second + length],
        data[first : first + length],
    )


DAMAGES = (_flip_bits, _cut, _drop_middle, _insert_hostile, _repeat, _edit_head, _edit_end, _swap_pieces)


def damaged(content, chance):
    """Return content with one to three damages."""
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 3))):
        if data:
            chance.choice(DAMAGES)(data, chance)
    return bytes(data)


def _damaged_inside(content, chance):
    """Return a package in which one member is damaged and packed again, so that its checksum holds."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        hit = chance.choice(old.namelist())
        for name in old.namelist():
            new.writestr(name, damaged(old.read(name), chance) if name == hit else old.read(name))
    return out.getvalue()


def mutated(content, seed):
    """Return one mutation of a valid file; the same for the same seed."""
    chance = random.Random(seed)
    if content.startswith(b"PK") and chance.random() < 0.5:
        return _damaged_inside(content, chance)
    if content.startswith(b"\x1f\x8b") and chance.random() < 0.5:
        return gzip.compress(damaged(gzip.decompress(content), chance))
    return damaged(content, chance)
