"""Users: one row a person. Field -> names, best first."""

from analysis.ingest.names.concepts import ACCOUNT, EMAIL, PLAN, USER

FIELDS: dict[str, tuple[str, ...]] = {
    "user_id": (*USER[: USER.index("person")], "id", "person", *USER[USER.index("person") + 1 :]),
    "account_id": ACCOUNT,
    "plan": PLAN,
    "industry": ("industry", "vertical", "sector", "branch", "branche", "secteur", "settore", "setor", "行业"),
    "role": (
        "role", "job", "job_title", "title", "position", "user_role", "rolle", "funktion", "fonction", "cargo", "ruolo",
        "rol", "rola",
    ),
    "country": ("country", "country_code", "geo_country", "land", "pays", "pais", "paese", "kraj", "国", "国家"),
    "email": EMAIL,
    "time_zone": ("time_zone", "timezone", "tz"),
    "signed_up": (
        "signed_up", "signed_up_at", "signup_date", "sign_up_date", "registered_at", "created_at", "registriert_am",
        "anmeldedatum", "date_d_inscription", "date_inscription", "fecha_de_registro", "fecha_registro",
        "data_registrazione", "data_de_cadastro", "data_rejestracji", "registratiedatum", "登録日", "注册时间",
    ),
}  # fmt: skip
REQUIRED: tuple[str, ...] = ()
