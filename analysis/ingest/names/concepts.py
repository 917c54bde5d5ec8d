"""What tools and English-speaking people call their columns, by what they hold, best first."""

from analysis.ingest.names import abroad
from analysis.ingest.names.forms import of_all

EMAIL = ("email", "e_mail", "user_email", "email_address", "mail", "customer_email", "author_email", "mail_address")
_MAIL_ABROAD = (
    "mailadresse", "emailadresse", "adresse_email", "courriel", "correo", "correo_electronico", "indirizzo_email",
    "posta_elettronica", "endereco_de_email", "mailadres", "adres_email", "epost", "メール", "メールアドレス", "邮箱",
    "电子邮件", "電子郵件", "이메일",
)  # fmt: skip
ACCOUNT = (
    "account_id", "accountid", "account", "account_name", "company_id", "company", "company_name", "organization_id",
    "organisation_id", "organization", "organisation", "org_id", "org", "workspace_id", "workspace", "tenant_id",
    "tenant", "group_id", "account_no", "account_number", "account_uuid", "team_id", "org_name", "organization_name",
    *of_all(abroad.ACCOUNT),
)  # fmt: skip
USER = (
    "resolved_distinct_id", "person_id", "distinct_id", "user_id", "userid", "uid", "user", "user_key", "username",
    "user_name", "login", "customer_id", "customerid", "customer_oid", "customer", "client_id", "member_id", "member",
    "author_id", "author", "actor_id", "actor", "visitor_id", "contact_id", "subscriber_id", "person", "user_uuid",
    "user_guid", "user_no", "user_number", "user_code", "external_user_id", "external_id", "app_user_id",
    "customer_no", "customer_number", "customer_code", "cust_id", "cust_no", "client_no", "client_number",
    "member_no", "member_number", "buyer_id", "shopper_id", "player_id", "student_id", "employee_id", "patient_id",
    "profile_id", "subscriber", "visitor", "buyer", "login_id", "client", *of_all(abroad.WHO), "email", "user_email",
    "e_mail", "customer_email", "email_address", "author_email", *_MAIL_ABROAD,
)  # fmt: skip
# Filled in rows of people who are not signed in; one person may have several.
USER_FALLBACK = (
    "amplitude_id", "anonymous_id", "user_pseudo_id", "domain_userid", "device_id", "visitor_id", "anon_id",
    "anonymous_user_id", "guest_id", "cookie_id",
)  # fmt: skip
TIMESTAMP = (
    "derived_tstamp", "event_timestamp", "event_time", "occurred_at", "timestamp", "ts", "time", "datetime",
    "date_time", "event_at", "event_datetime", "happened_at", "logged_at", "performed_at", "created_at", "created",
    "created_date", "created_time", "createdat", "order_date", "ordered_at", "purchase_date", "purchased_at",
    "invoice_date", "transaction_date", "visit_date", "visited_at", "event_date", "date", "day", "datum",
    "subscription_started_at", "started_at", "start_date", "start", "event_ts", "event_dt", "time_stamp", "tstamp",
    "occurred_on", "happened_on", "recorded_at", "log_time", "logged_on", "log_date", "login_time", "login_at",
    "login_date", "activity_time", "activity_date", "activity_at", "action_time", "action_at", "action_date",
    "transaction_time", "transaction_timestamp", "transaction_datetime", "order_timestamp", "order_time",
    "order_purchase_timestamp", "purchase_timestamp", "purchase_time", "payment_date", "payment_time", "session_start",
    "session_start_time", "created_on", "created_timestamp", "date_created", "creation_date", "creation_time",
    "date_and_time", "committed_at", "commit_date", "author_date", "time_timestamp", "unix_time", "unix_timestamp",
    "epoch", "epoch_time", "dt", "when", *of_all(abroad.WHEN), "paid_at", "sent_at", "received_at", "loaded_at",
)  # fmt: skip
EVENT = (
    "event_name", "event_text", "event_type", "event", "action", "activity", "activity_type", "action_name",
    "event_action", "verb", "feature", "feature_name", "event_title", "event_code", "activity_name", "action_type",
    "interaction", "interaction_type", "operation", "concept_name", "screen_name", "page_name", *of_all(abroad.WHAT),
)  # fmt: skip
AMOUNT = (
    "converted_amount", "ecommerce_purchase_revenue", "purchase_revenue", "amount_paid", "amount", "amount_cents",
    "revenue", "order_total", "total_amount", "order_value", "net_amount", "sales", "spend", "total", "price", "betrag",
    "plan_amount", "amount_in_cents", "transaction_amount", "payment_amount", "purchase_amount", "order_amount",
    "invoice_amount", "sale_amount", "sales_amount", "paid_amount", "purchase_value", "transaction_value",
    "payment_value", "order_revenue", "total_revenue", "total_price", "grand_total", "gross_amount", "revenue_cents",
    "price_cents", "total_cents", "amt", *of_all(abroad.MONEY),
)  # fmt: skip
PLAN = (
    "plan", "plan_name", "plan_tier", "tier", "subscription_plan", "product", "tarif", "abonnement", "abo", "forfait",
    "plano", "piano", "abonament", "taryf", "プラン", "套餐",
)  # fmt: skip
END = (
    "end", "end_date", "ended_at", "ended", "subscription_ended_at", "subscription_end", "expires_at", "expired_at",
    "ends_at", "enddatum", "ende", "endet_am", "date_de_fin", "date_fin", "fecha_de_fin", "fecha_fin", "data_fine",
    "data_fim", "einddatum", "data_zakonczenia", "slutdatum", "終了日", "结束日期",
)  # fmt: skip
CANCELLED = (
    "cancelled_at", "canceled_at", "cancelled", "canceled", "cancel_date", "cancelled_date", "canceled_date",
    "subscription_canceled_at", "subscription_cancelled_at", "cancellation_date", "cancelled_on", "canceled_on",
    "gekuendigt_am", "gekundigt_am", "kuendigungsdatum", "kundigungsdatum", "kundigung", "date_de_resiliation",
    "date_resiliation", "fecha_de_cancelacion", "fecha_cancelacion", "data_disdetta", "data_cancellazione",
    "data_cancelamento", "opgezegd_op", "data_anulowania", "uppsagd", "解約日", "取消日期",
)  # fmt: skip
START = (
    "startdatum", "beginn", "vertragsbeginn", "date_de_debut", "date_debut", "fecha_de_inicio", "fecha_inicio",
    "data_inizio", "data_de_inicio", "data_inicio", "ingangsdatum", "data_rozpoczecia", "開始日", "开始日期",
)  # fmt: skip
PAID = ("betrag", "montant", "importe", "importo", "valor", "bedrag", "kwota", "belopp", "金額", "金额")
