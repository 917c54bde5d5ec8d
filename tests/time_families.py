"""How exports write times: one renderer a family, from an instant in UTC to text; the corpus of tests and benchmark."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

BERLIN = timezone(timedelta(hours=1))
INDIA = timezone(timedelta(hours=5, minutes=30))
EAST = timezone(timedelta(hours=-5))
DAY, MINUTE, SECOND = timedelta(days=1), timedelta(minutes=1), timedelta(seconds=1)
MILLI, MICRO = timedelta(milliseconds=1), timedelta(microseconds=1)
ARABIC, WIDE = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"), str.maketrans("0123456789-:", "０１２３４５６７８９－：")
DEVANAGARI = str.maketrans("0123456789", "०१२३४५६७८९")
MONTHS = {
    "German": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "French": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "French short": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "Spanish": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "Spanish short": "ene feb mar abr may jun jul ago sept oct nov dic",
    "Italian": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "Portuguese": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "Dutch": "januari februari maart april mei juni juli augustus september oktober november december",
    "Polish": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "Russian": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "Swedish": "januari februari mars april maj juni juli augusti september oktober november december",
    "Turkish": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "Finnish": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta "
    "lokakuuta marraskuuta joulukuuta",
}


def strftime(pattern: str, zone: timezone = UTC) -> Callable[[datetime], str]:
    return lambda moment: moment.astimezone(zone).strftime(pattern)


def unpadded(pattern: str) -> Callable[[datetime], str]:
    """A pattern of str.format: fields of the datetime, `hour12`, `half`, `year2`."""
    return lambda moment: pattern.format(
        t=moment, hour12=moment.hour % 12 or 12, half="PM" if moment.hour >= 12 else "AM", year2=moment.year % 100
    )


def in_words(language: str, pattern: str) -> Callable[[datetime], str]:
    names = MONTHS[language].split()
    return lambda moment: pattern.format(t=moment, month=names[moment.month - 1])


def epoch(factor: int) -> Callable[[datetime], str]:
    return lambda moment: str((moment - datetime(1970, 1, 1, tzinfo=UTC)) // MICRO * factor // 10**6)


def serial(moment: datetime, decimals: int = 6) -> str:
    return f"{(moment - datetime(1899, 12, 30, tzinfo=UTC)) / DAY:.{decimals}f}"


# Name -> (renderer, what it keeps).
FAMILIES: dict[str, tuple[Callable[[datetime], str], timedelta]] = {
    "epoch s": (epoch(1), SECOND),
    "epoch ms": (epoch(10**3), MILLI),
    "epoch us": (epoch(10**6), MICRO),
    "epoch ns": (epoch(10**9), MICRO),
    "epoch s .0": (lambda t: epoch(1)(t) + ".0", SECOND),
    "epoch s fraction": (lambda t: f"{epoch(1)(t)}.{t.microsecond:06d}", MICRO),
    "json date": (lambda t: f"/Date({epoch(10**3)(t)})/", MILLI),
    "iso date": (strftime("%Y-%m-%d"), DAY),
    "iso T": (strftime("%Y-%m-%dT%H:%M:%S"), SECOND),
    "iso blank": (strftime("%Y-%m-%d %H:%M:%S"), SECOND),
    "iso minutes": (strftime("%Y-%m-%d %H:%M"), MINUTE),
    "iso Z": (strftime("%Y-%m-%dT%H:%M:%SZ"), SECOND),
    "iso ms Z": (lambda t: t.strftime("%Y-%m-%dT%H:%M:%S.") + f"{t.microsecond // 1000:03d}Z", MILLI),
    "iso ns Z": (lambda t: t.strftime("%Y-%m-%dT%H:%M:%S.%f") + "789Z", MICRO),
    "iso comma": (strftime("%Y-%m-%dT%H:%M:%S,%fZ"), MICRO),
    "iso lower": (strftime("%Y-%m-%dt%H:%M:%Sz"), SECOND),
    "iso +00:00": (lambda t: t.isoformat(), MICRO),
    "iso +01:00": (lambda t: t.astimezone(BERLIN).isoformat(" "), MICRO),
    "iso +0000": (strftime("%Y-%m-%dT%H:%M:%S+0000"), SECOND),
    "iso +0530": (strftime("%Y-%m-%d %H:%M:%S %z", INDIA), SECOND),
    "iso -05": (strftime("%Y-%m-%d %H:%M:%S-05", EAST), SECOND),
    "iso UTC": (strftime("%Y-%m-%d %H:%M:%S UTC"), SECOND),
    "iso GMT": (strftime("%Y-%m-%d %H:%M:%S GMT"), SECOND),
    "iso minus sign": (strftime("%Y-%m-%dT%H:%M:%S−05:00", EAST), SECOND),
    "iso bracketed zone": (
        lambda t: t.astimezone(ZoneInfo("Europe/Berlin")).isoformat(timespec="seconds") + "[Europe/Berlin]", SECOND,
    ),
    "Go": (strftime("%Y-%m-%d %H:%M:%S.%f +0000 UTC"), MICRO),
    "Postgres": (strftime("%Y-%m-%d %H:%M:%S.%f+01", BERLIN), MICRO),
    "iso basic": (strftime("%Y%m%dT%H%M%SZ"), SECOND),
    "iso basic blank": (strftime("%Y%m%d %H%M%S"), SECOND),
    "iso week": (strftime("%G-W%V-%u"), DAY),
    "iso week time": (strftime("%G-W%V-%uT%H:%M:%SZ"), SECOND),
    "iso ordinal": (strftime("%Y-%j"), DAY),
    "yyyymmdd": (strftime("%Y%m%d"), DAY),
    "yyyymmddhhmm": (strftime("%Y%m%d%H%M"), MINUTE),
    "yyyymmddhhmmss": (strftime("%Y%m%d%H%M%S"), SECOND),
    "y/m/d": (strftime("%Y/%m/%d %H:%M:%S"), SECOND),
    "y.m.d": (strftime("%Y.%m.%d %H:%M"), MINUTE),
    "exif": (strftime("%Y:%m:%d %H:%M:%S"), SECOND),
    "DB2": (strftime("%Y-%m-%d-%H.%M.%S.%f"), MICRO),
    "m/d/y": (strftime("%m/%d/%Y"), DAY),
    "m/d/y unpadded AM": (unpadded("{t.month}/{t.day}/{t.year} {hour12}:{t:%M} {half}"), MINUTE),
    "m/d/y comma AM": (unpadded("{t.month}/{t.day}/{t.year}, {hour12}:{t:%M:%S}\u202f{half}"), SECOND),
    "m/d/y 24": (strftime("%m/%d/%Y %H:%M:%S"), SECOND),
    "d/m/y": (strftime("%d/%m/%Y"), DAY),
    "d/m/y time": (strftime("%d/%m/%Y %H:%M:%S"), SECOND),
    "d/m/y p.m.": (
        lambda t: unpadded("{t:%d/%m/%Y} {hour12}:{t:%M} ")(t) + ("p. m." if t.hour > 11 else "a. m."), MINUTE,
    ),
    "time d/m/y": (strftime("%H:%M %d/%m/%Y"), MINUTE),
    "d-m-y": (strftime("%d-%m-%Y %H:%M"), MINUTE),
    "m-d-y": (strftime("%m-%d-%Y %H:%M"), MINUTE),
    "d.m.y": (strftime("%d.%m.%Y %H:%M:%S"), SECOND),
    "d.m.y Uhr": (strftime("%d.%m.%Y um %H:%M Uhr"), MINUTE),
    "d.m.y dots": (strftime("%d.%m.%Y %H.%M"), MINUTE),
    "d/m/yy": (strftime("%d/%m/%y %H:%M"), MINUTE),
    "m/d/yy": (unpadded("{t.month}/{t.day}/{year2:02d} {hour12}:{t:%M} {half}"), MINUTE),
    "yy-m-d": (strftime("%y-%m-%d"), DAY),
    "Nov 21, 2026 9:48 PM": (unpadded("{t:%b} {t.day}, {t.year} {hour12}:{t:%M} {half}"), MINUTE),
    "Nov 21, 2026": (strftime("%b %d, %Y"), DAY),
    "November 21, 2026 at": (unpadded("{t:%B} {t.day}, {t.year} at {hour12}:{t:%M} {half}"), MINUTE),
    "21 Nov 2026": (strftime("%d %b %Y %H:%M:%S"), SECOND),
    "21-Nov-2026": (strftime("%d-%b-%Y %H:%M"), MINUTE),
    "Saturday, November 21, 2026": (strftime("%A, %B %d, %Y"), DAY),
    "RFC 2822": (strftime("%a, %d %b %Y %H:%M:%S %z", BERLIN), SECOND),
    "RFC 2822 EST": (strftime("%a, %d %b %Y %H:%M:%S EST", EAST), SECOND),
    "RFC 850": (strftime("%A, %d-%b-%y %H:%M:%S GMT"), SECOND),
    "asctime": (strftime("%a %b %e %H:%M:%S %Y"), SECOND),
    "JS Date": (strftime("%a %b %d %Y %H:%M:%S GMT+0100 (Central European Standard Time)", BERLIN), SECOND),
    "Java": (strftime("%a %b %d %H:%M:%S UTC %Y"), SECOND),
    "Apache": (strftime("[%d/%b/%Y:%H:%M:%S +0000]"), SECOND),
    "Apache zone": (strftime("%d/%b/%Y:%H:%M:%S +0530", INDIA), SECOND),
    "Oracle": (lambda t: t.strftime("%d-%b-%y %I.%M.%S ").upper() + ("PM" if t.hour > 11 else "AM"), SECOND),
    "Oracle fraction": (
        lambda t: t.strftime("%d-%b-%y %I.%M.%S.%f").upper() + ("000 PM" if t.hour > 11 else "000 AM"), MICRO,
    ),
    "SQL Server": (unpadded("{t:%b} {t.day:2d} {t.year} {hour12:2d}:{t:%M}{half}"), MINUTE),
    "SAS": (lambda t: t.strftime("%d%b%Y:%H:%M:%S").upper(), SECOND),
    "Excel serial": (serial, MILLI),
    "wide digits": (lambda t: t.strftime("%Y-%m-%d %H:%M").translate(WIDE), MINUTE),
    "Arabic digits": (lambda t: t.strftime("%Y-%m-%d %H:%M").translate(ARABIC), MINUTE),
    "Devanagari digits": (lambda t: t.strftime("%d/%m/%Y").translate(DEVANAGARI), DAY),
    "Chinese": (unpadded("{t.year}年{t.month}月{t.day}日 {t.hour}时{t.minute}分"), MINUTE),
    "Japanese weekday": (
        lambda t: f"{t.year}年{t.month}月{t.day}日({'月火水木金土日'[t.weekday()]}) {t:%H:%M:%S}", SECOND,
    ),
    "Korean": (
        lambda t: f"{t.year}년 {t.month}월 {t.day}일 {'오후' if t.hour > 11 else '오전'} {t.hour % 12 or 12}:{t:%M}",
        MINUTE,
    ),
    "Taiwan": (lambda t: f"{t:%Y/%m/%d} {'下午' if t.hour > 11 else '上午'} {t.hour % 12 or 12:02d}:{t:%M}", MINUTE),
    "quoted": (strftime('"%Y-%m-%d %H:%M:%S"'), SECOND),
    "apostrophe": (strftime("'%Y-%m-%d"), DAY),
    "blanks": (strftime("  %Y-%m-%d %H:%M:%S  "), SECOND),
    "ODBC": (strftime("{ts '%Y-%m-%d %H:%M:%S'}"), SECOND),
    "Mongo": (strftime('ISODate("%Y-%m-%dT%H:%M:%SZ")'), SECOND),
    "left-to-right marks": (lambda t: "".join(f"\u200e{c}" for c in t.strftime("%d/%m/%Y %H:%M")), MINUTE),
    **{f"{name} months": (in_words(name, "{t.day} {month} {t.year} {t:%H:%M}"), MINUTE) for name in MONTHS},
}  # fmt: skip
# Neither the calendar nor a language can tell these from another meaning: a question is the right answer.
ASKED: dict[str, list[str]] = {
    "day or month": ["01/02/2026", "03/04/2026", "05/06/2026"],
    "day or month, dots": ["01.02.2026", "03.04.2026"],
    "both orders": ["13/02/2026 10:00", "02/13/2026 10:00"],
    "short year first or last": ["10/11/12", "11/10/12"],
    "CST": ["2026-11-21 09:48:00 CST", "2026-11-22 09:48:00 CST"],
    "IST": ["Sat Nov 21 09:48:00 IST 2026"],
    "small numbers": ["1", "2", "3"],
    "whole spreadsheet days": ["46347", "46348"],
    "rounded by a spreadsheet": ["1.76371E+12", "1.76372E+12"],
    "seconds since another day": ["785407680", "785407681"],
    ".NET ticks": ["638993056800000000", "638993056900000000"],
    "no year": ["Nov 21 09:48:00", "Nov 22 09:48:00"],
    "month alone": ["2026-11", "2026-12"],
    "year alone": ["2026", "2025"],
    "Polish or Croatian": ["21 listopada 2026"],
    "words": ["yesterday", "2 days ago"],
    "hour or date": ["2026112109"],
}
