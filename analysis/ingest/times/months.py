"""Names of months and weekdays in the languages exports are written in."""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

_SHORTEST = 3
# Twelve names a language, other forms of one behind a slash; any beginning that fits one month alone is its short form.
_MONTHS: Mapping[str, str] = MappingProxyType({
    "English": "january february march april may june july august september/sept october november december",
    "German": "januar/jänner/jaenner februar/feber märz/maerz/mrz april mai juni juli august september/sept oktober "
    "november dezember",
    "French": "janvier février/fevr mars avril mai juin juillet août septembre/sept octobre novembre décembre",
    "Spanish": "enero febrero marzo abril mayo junio julio agosto septiembre/setiembre/sept octubre noviembre "
        "diciembre",
    "Italian": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "Portuguese": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "Dutch": "januari februari maart/mrt april mei juni juli augustus september/sept oktober november december",
    "Catalan": "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
    "Polish": "styczeń/stycznia luty/lutego marzec/marca kwiecień/kwietnia maj/maja czerwiec/czerwca lipiec/lipca "
    "sierpień/sierpnia wrzesień/września październik/października listopad/listopada grudzień/grudnia",
    "Czech": "leden/ledna únor/února březen/března duben/dubna květen/května červen/června/čvn červenec/července/čvc "
    "srpen/srpna září říjen/října listopad/listopadu prosinec/prosince",
    "Slovak": "január/januára február/februára marec/marca apríl/apríla máj/mája jún/júna júl/júla august/augusta "
    "september/septembra október/októbra november/novembra december/decembra",
    "Croatian": "siječanj/siječnja veljača/veljače ožujak/ožujka travanj/travnja svibanj/svibnja lipanj/lipnja "
    "srpanj/srpnja kolovoz/kolovoza rujan/rujna listopad/listopada studeni/studenoga prosinac/prosinca",
    "Russian": "январь/января февраль/февраля март/марта апрель/апреля май/мая июнь/июня июль/июля август/августа "
    "сентябрь/сентября/сент октябрь/октября ноябрь/ноября/нояб декабрь/декабря",
    "Ukrainian": "січень/січня лютий/лютого березень/березня квітень/квітня травень/травня червень/червня липень/липня "
    "серпень/серпня вересень/вересня жовтень/жовтня листопад/листопада грудень/грудня",
    "Swedish": "januari februari mars april maj juni juli augusti september oktober november december",
    "Danish": "januar februar marts april maj juni juli august september oktober november december",
    "Norwegian": "januar februar mars april mai juni juli august september oktober november desember",
    "Finnish": "tammikuu/tammikuuta helmikuu/helmikuuta maaliskuu/maaliskuuta huhtikuu/huhtikuuta toukokuu/toukokuuta "
    "kesäkuu/kesäkuuta heinäkuu/heinäkuuta elokuu/elokuuta syyskuu/syyskuuta lokakuu/lokakuuta marraskuu/marraskuuta "
    "joulukuu/joulukuuta",
    "Turkish": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "Hungarian": "január február március április május június július augusztus szeptember október november december",
    "Romanian": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "Greek": "ιανουάριος/ιανουαρίου φεβρουάριος/φεβρουαρίου μάρτιος/μαρτίου απρίλιος/απριλίου μάιος/μαΐου "
    "ιούνιος/ιουνίου ιούλιος/ιουλίου αύγουστος/αυγούστου σεπτέμβριος/σεπτεμβρίου οκτώβριος/οκτωβρίου "
    "νοέμβριος/νοεμβρίου δεκέμβριος/δεκεμβρίου",
    "Indonesian": "januari februari maret april mei juni juli agustus september oktober november desember",
    "Arabic": "يناير فبراير مارس أبريل/ابريل مايو يونيو يوليو أغسطس/اغسطس سبتمبر أكتوبر/اكتوبر نوفمبر ديسمبر",
    "Hebrew": "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
    "Hindi": "जनवरी फ़रवरी/फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर/सितम्बर अक्टूबर/अक्तूबर नवंबर/नवम्बर दिसंबर/दिसम्बर",
    "Thai": "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
})  # fmt: skip
# A short form begins with this many letters where three would be another language's month: Finnish marraskuu.
_LONGER: Mapping[str, int] = MappingProxyType({"Finnish": 5})
# Seven names a language from Monday on.
_WEEKDAYS: tuple[str, ...] = (
    "monday tuesday/tues wednesday thursday/thur/thurs friday saturday sunday",
    "montag dienstag mittwoch donnerstag freitag samstag/sonnabend sonntag", "mo di mi do fr sa so",
    "lundi mardi mercredi jeudi vendredi samedi dimanche", "lunes martes miércoles jueves viernes sábado domingo",
    "lunedì martedì mercoledì giovedì venerdì sabato domenica", "segunda terça quarta quinta sexta sábado domingo",
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag", "ma di wo do vr za zo",
    "poniedziałek/pon wtorek/wt środa/śr czwartek/czw piątek/pt sobota/sob niedziela/niedz/nd",
    "pondělí/po úterý/út středa/st čtvrtek/čt pátek/pá sobota/so neděle/ne",
    "понедельник/пн вторник/вт среда/ср четверг/чт пятница/пт суббота/сб воскресенье/вс",
    "måndag tisdag onsdag torsdag fredag lördag söndag", "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "maanantai/ma tiistai/ti keskiviikko/ke torstai/to perjantai/pe lauantai/la sunnuntai/su",
    "pazartesi/pzt salı/sal çarşamba/çar perşembe/per cuma/cum cumartesi/cmt pazar/paz",
    "月 火 水 木 金 土 日", "一 二 三 四 五 六 日/天", "월 화 수 목 금 토 일",
)  # fmt: skip


def folded(word: str) -> str:
    """Return a word in lower case without accents and full stops, for comparing."""
    letters = unicodedata.normalize("NFKD", word.lower().strip(". "))
    return "".join(letter for letter in letters if not unicodedata.combining(letter) or letter > "\u0900")


@cache
def months_of(word: str) -> Mapping[str, int]:
    """Return the month (1-12) that a word names, by each language in which it names one."""
    found = {
        language: _place(word, names.split(), _LONGER.get(language, _SHORTEST)) for language, names in _MONTHS.items()
    }
    return {language: place + 1 for language, place in found.items() if place is not None}


@cache
def weekdays_of(word: str) -> frozenset[int]:
    """Return the weekdays (Monday is 0) that a word names in any language."""
    word = word.removesuffix("-feira")
    found = (_place(word, names.split(), _SHORTEST) for names in _WEEKDAYS)
    return frozenset(place for place in found if place is not None)


def languages_of(words: Iterable[str]) -> tuple[str, ...]:
    """Return the languages in which most of the month words are months."""
    words = set(words)
    known = {language: sum(language in months_of(word) for word in words) for language in _MONTHS}
    most = max(known.values(), default=0)
    return tuple(language for language, number in known.items() if number == most > 0)


def month_in(word: str, languages: Iterable[str]) -> int | None:
    """Return the month a word names, or None where it names none or the languages disagree."""
    meant = {month for language, month in months_of(word).items() if language in languages}
    return meant.pop() if len(meant) == 1 else None


def _place(word: str, names: list[str], shortest: int) -> int | None:
    """Return which of the names the word is, or is the beginning of, alone; the whole word goes before beginnings."""
    word = folded(word)
    spelled = [tuple(map(folded, name.split("/"))) for name in names]
    for place, forms in enumerate(spelled):
        if word in forms:
            return place
    begun = [place for place, forms in enumerate(spelled) if any(form.startswith(word) for form in forms)]
    return begun[0] if len(begun) == 1 and len(word) >= shortest else None
