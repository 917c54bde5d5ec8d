"""Every export format's columns are found under other cases, separators, wrappers, orders and beside more columns;
and a table of somebody's own in any of ten languages."""

import json
import random
import re

import pytest

from analysis.ingest import guess_columns
from analysis.ingest.names import FIELDS, joined

FORMATS = (
    "mixpanel_raw_flat", "mixpanel_pipeline", "mixpanel_ui_csv", "amplitude_export", "posthog_s3", "posthog_postgres",
    "segment_tracks", "ga4_bigquery_flat", "stripe_subscriptions", "stripe_invoices", "stripe_payments",
    "baremetrics_template", "snowplow_events",
)  # fmt: skip
OURS = {
    "user_id": "user", "user_fallback": "user_fallback", "timestamp": "time", "event": "event", "amount": "revenue",
}  # fmt: skip
EXTRA = ("notes", "utm_source", "app_version", "browser", "row_number", "is_test", "experiment_name", "load_time_ms")


def words(name: str) -> list[str]:
    return [each.lower() for each in re.findall(r"[A-Za-z0-9]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name))]


def camel(name: str) -> str:
    first, *rest = words(name)
    return first + "".join(each.capitalize() for each in rest)


VARIANTS = {
    "as written": lambda name: name,
    "snake": lambda name: "_".join(words(name)),
    "camel": camel,
    "pascal": lambda name: "".join(each.capitalize() for each in words(name)),
    "title": lambda name: " ".join(each.capitalize() for each in words(name)),
    "kebab": lambda name: "-".join(words(name)),
    "dotted": lambda name: ".".join(words(name)),
    "shouted": lambda name: "_".join(words(name)).upper(),
    "run together": lambda name: "".join(words(name.removeprefix("properties."))),
    "in blanks": lambda name: f"  {name} ",
    "properties.": lambda name: f"properties.{name}",
    "event.": lambda name: f"event.{name}",
    "data_": lambda name: f"data_{name}",
    "of a table": lambda name: f"crm.{name}",
}

LANGUAGES = {
    "German": ("Kundennummer;Zeitpunkt;Ereignis;Betrag;Firma", "Benutzer;Datum;Aktion;Umsatz;Unternehmen"),
    "German, bare": ("Kaeufer;Rechnungsdatum;Aktivitaet;Erloes;Mandant",),
    "French": (
        "Identifiant client;Date et heure;Événement;Montant;Entreprise",
        "Utilisateur;Horodatage;Action;Chiffre d'affaires;Société",
    ),
    "Spanish": ("ID Cliente;Fecha y hora;Evento;Importe;Empresa", "usuario;fecha;acción;ingresos;cuenta"),
    "Italian": ("Codice cliente;Data e ora;Evento;Importo;Azienda", "utente;data;azione;fatturato;società"),
    "Portuguese": ("Código do cliente;Data/hora;Evento;Valor;Empresa", "usuário;data;ação;receita;conta"),
    "Dutch": ("Klantnummer;Tijdstip;Gebeurtenis;Bedrag;Bedrijf", "gebruiker;datum;actie;omzet;organisatie"),
    "Polish": ("ID klienta;Data zdarzenia;Zdarzenie;Kwota;Firma", "użytkownik;data;akcja;przychód;organizacja"),
    "Swedish": ("Kundnummer;Tidpunkt;Händelse;Belopp;Företag", "användare;datum;åtgärd;intäkt;bolag"),
    "Japanese": ("ユーザーID;日時;イベント名;金額;会社名", "顧客番号;日付;操作;売上;企業"),
    "Chinese": ("用户ID;时间;事件名称;金额;公司", "客户编号;日期;行为;销售额;企业"),
}


@pytest.fixture(scope="module")
def truths(real_data):
    return json.loads((real_data / "export_headers.json").read_text())


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", FORMATS)
def test_every_export_is_read_alike_however_its_columns_are_written(truths, name, variant):
    truth, change = truths[name], VARIANTS[variant]
    header = [change(column) for column in truth["columns"]]
    random.Random(variant).shuffle(header)
    guessed = guess_columns(header)
    wanted = {field: truth.get(theirs) for field, theirs in OURS.items()}
    assert {field: guessed.column(field) for field in OURS} == {
        field: column and change(column) for field, column in wanted.items()
    }


@pytest.mark.parametrize("name", FORMATS)
def test_more_columns_change_nothing(truths, name):
    columns = truths[name]["columns"]
    alone, beside = guess_columns(columns), guess_columns([*EXTRA, *columns])
    assert beside.as_dict() == alone.as_dict()


@pytest.mark.parametrize(
    "header", [each for headers in LANGUAGES.values() for each in headers], ids=lambda text: text.split(";")[0]
)
@pytest.mark.parametrize(
    "write", [str, str.upper, lambda text: text.replace(" ", "_").lower()], ids=["as is", "A", "_"]
)
def test_a_table_in_another_language_is_read_by_its_names(header, write):
    columns = write(header).split(";")
    guessed = guess_columns([*reversed(columns), "Nr"])
    fields = ("user_id", "timestamp", "event", "amount", "account_id")
    assert [guessed.column(field) for field in fields] == columns


def test_the_names_of_all_languages_are_the_names_of_one_thing_each():
    """Who is never when; one name may be an account in one language and nothing else in another."""
    told = ("timestamp", "event", "amount", "account_id")
    fields = {field: set(map(joined, FIELDS["events"][field])) for field in told}
    fields["user_id"] = set(map(joined, FIELDS["events"]["user_id"])) - fields["account_id"]
    for one, names in fields.items():
        for other, others in fields.items():
            assert one == other or not names & others, (one, other, names & others)
