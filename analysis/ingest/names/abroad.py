"""What columns are called in other languages: by what they hold, then by language, in order of preference.

Written as a person of that language writes them; `normal` takes accents away, and for German ä may also be ae.
"""

WHO = {
    "de": (
        "Kundennummer", "Kundennr", "Kunden-ID", "Kunde ID", "Kundenkennung", "Benutzer-ID", "Benutzerkennung",
        "Benutzernummer", "Nutzer-ID", "Nutzernummer", "Anwender-ID", "Mitgliedsnummer", "Mitglieds-ID",
        "Personen-ID", "Käufer-ID", "Benutzername", "Nutzername", "Benutzer", "Nutzer", "Anwender", "Kunde",
        "Mitglied", "Käufer", "Besucher", "Teilnehmer",
    ),
    "fr": (
        "identifiant client", "id client", "client id", "numéro client", "N° client", "no client", "code client",
        "identifiant utilisateur", "id utilisateur", "utilisateur id", "identifiant", "numéro adhérent", "id membre",
        "nom d'utilisateur", "utilisateur", "usager", "adhérent", "membre", "acheteur",
    ),
    "es": (
        "id cliente", "cliente id", "id de cliente", "número de cliente", "código de cliente", "código cliente",
        "id usuario", "usuario id", "id de usuario", "nombre de usuario", "usuario", "cliente", "socio", "miembro",
        "comprador",
    ),
    "it": (
        "id cliente", "cliente id", "codice cliente", "numero cliente", "id utente", "utente id", "codice utente",
        "nome utente", "utente", "cliente", "membro", "socio", "acquirente",
    ),
    "pt": (
        "id do cliente", "código do cliente", "número do cliente", "id do usuário", "id usuário", "usuário id",
        "id do utilizador", "id utilizador", "nome de usuário", "usuário", "utilizador", "membro", "comprador",
    ),
    "nl": (
        "klantnummer", "klant-id", "klantnr", "klantcode", "gebruikers-id", "gebruiker-id", "gebruikersnummer",
        "lidnummer", "gebruikersnaam", "gebruiker", "klant", "lid", "bezoeker",
    ),
    "pl": (
        "id klienta", "klient id", "numer klienta", "nr klienta", "kod klienta", "id użytkownika", "użytkownik id",
        "numer użytkownika", "nazwa użytkownika", "użytkownik", "klient", "członek",
    ),
    "sv": (
        "kundnummer", "kundnr", "kund-id", "användar-id", "användare id", "medlemsnummer", "medlems-id",
        "användarnamn", "användare", "kund", "medlem", "besökare",
    ),
    "da, no": ("kundenummer", "kunde-id", "bruger-id", "bruker-id", "brugernavn", "brukernavn", "bruger", "bruker"),
    "ru": ("ID пользователя", "пользователь ID", "ID клиента", "клиент ID", "номер клиента", "пользователь", "клиент"),
    "tr": ("kullanıcı ID", "müşteri ID", "müşteri no", "müşteri numarası", "kullanıcı adı", "kullanıcı", "müşteri"),
    "ja": (
        "ユーザーID", "ユーザID", "顧客ID", "会員ID", "利用者ID", "お客様ID", "顧客番号", "会員番号", "お客様番号",
        "ユーザー番号", "顧客コード", "ユーザー名", "ユーザー", "ユーザ", "顧客", "会員", "利用者", "お客様",
    ),
    "zh": (
        "用户ID", "用户编号", "用户号", "客户ID", "客户编号", "客户号", "会员ID", "会员编号", "会员号", "用户名",
        "用户", "客户", "会员", "用戶ID", "使用者ID", "客戶ID", "客戶編號", "會員編號", "用戶", "使用者", "客戶",
        "會員",
    ),
    "ko": ("사용자 ID", "고객 ID", "회원 ID", "고객번호", "회원번호", "사용자", "고객", "회원"),
}  # fmt: skip

WHEN = {
    "de": (
        "Zeitstempel", "Zeitpunkt", "Datum/Uhrzeit", "Datum und Uhrzeit", "Datum Uhrzeit", "Ereigniszeit",
        "Ereigniszeitpunkt", "erstellt am", "angelegt am", "Erstellungsdatum", "Bestelldatum", "Kaufdatum",
        "Buchungsdatum", "Rechnungsdatum", "Belegdatum", "Transaktionsdatum", "Besuchsdatum", "Ereignisdatum",
        "Datum", "Tag", "Zeit",
    ),
    "fr": (
        "horodatage", "date et heure", "date heure", "date/heure", "date de l'événement", "date événement", "créé le",
        "date de création", "date de commande", "date commande", "date d'achat", "date de facture", "date facture",
        "date de visite", "moment", "jour",
    ),
    "es": (
        "marca de tiempo", "fecha y hora", "fecha hora", "fecha/hora", "fecha del evento", "fecha evento",
        "creado el", "fecha de creación", "fecha de pedido", "fecha pedido", "fecha de compra", "fecha de factura",
        "fecha", "día",
    ),
    "it": (
        "marca temporale", "data e ora", "data ora", "data/ora", "data evento", "data dell'evento", "creato il",
        "data creazione", "data ordine", "data acquisto", "data fattura", "giorno",
    ),
    "pt": (
        "carimbo de data/hora", "data e hora", "data hora", "data/hora", "data do evento", "criado em",
        "data de criação", "data do pedido", "data da compra", "data da fatura", "momento", "dia",
    ),
    "nl": (
        "tijdstempel", "tijdstip", "datum en tijd", "datum tijd", "datum/tijd", "gebeurtenisdatum", "aangemaakt op",
        "besteldatum", "orderdatum", "aankoopdatum", "factuurdatum", "dag", "tijd",
    ),
    "pl": (
        "znacznik czasu", "data i godzina", "data godzina", "data/godzina", "data i czas", "czas zdarzenia",
        "data zdarzenia", "utworzono", "data utworzenia", "data zamówienia", "data zakupu", "data faktury", "dzień",
        "czas",
    ),
    "sv": (
        "tidsstämpel", "tidpunkt", "datum och tid", "datum tid", "datum/tid", "händelsetid", "skapad", "orderdatum",
        "beställningsdatum", "köpdatum", "fakturadatum", "dag", "tid",
    ),
    "da, no": ("tidsstempel", "tidspunkt", "dato og tid", "dato/tid", "oprettet", "opprettet", "ordredato", "dato"),
    "ru": ("метка времени", "дата и время", "дата/время", "дата события", "дата заказа", "дата", "время"),
    "tr": ("zaman damgası", "tarih ve saat", "tarih saat", "sipariş tarihi", "tarih", "zaman"),
    "ja": (
        "タイムスタンプ", "発生日時", "イベント日時", "日時", "作成日時", "登録日時", "利用日時", "購入日時",
        "注文日時", "注文日", "購入日", "利用日", "発生日", "年月日", "日付",
    ),
    "zh": (
        "时间戳", "日期时间", "事件时间", "发生时间", "创建时间", "下单时间", "购买时间", "订单日期", "时间", "日期",
        "時間戳", "日期時間", "事件時間", "發生時間", "建立時間", "訂單日期", "時間",
    ),
    "ko": ("타임스탬프", "일시", "날짜 및 시간", "발생일시", "이벤트 시간", "생성일시", "주문일", "날짜", "시간"),
    # A date in Italian, Portuguese and Polish, and a cell of JSON in English: after everything else.
    "it, pt, pl": ("data",),
}  # fmt: skip

WHAT = {
    "de": (
        "Ereignisname", "Ereignistyp", "Ereignisart", "Ereignis", "Vorgangsart", "Vorgang", "Aktionsname", "Aktion",
        "Aktivität", "Tätigkeit", "Funktion",
    ),
    "fr": ("nom de l'événement", "nom événement", "type d'événement", "type événement", "événement", "activité"),
    "es": ("nombre del evento", "nombre evento", "tipo de evento", "tipo evento", "evento", "acción", "actividad"),
    "it": ("nome evento", "tipo evento", "tipo di evento", "azione", "attività"),
    "pt": ("nome do evento", "tipo de evento", "tipo do evento", "ação", "acção", "atividade", "actividade"),
    "nl": (
        "gebeurtenisnaam", "naam gebeurtenis", "type gebeurtenis", "gebeurtenis", "actie", "handeling", "activiteit",
    ),
    "pl": ("nazwa zdarzenia", "typ zdarzenia", "rodzaj zdarzenia", "zdarzenie", "akcja", "czynność", "aktywność"),
    "sv": ("händelsenamn", "händelsetyp", "händelse", "åtgärd", "aktivitet"),
    "da, no": ("hændelsesnavn", "hændelse", "hendelse", "handling"),
    "ru": ("название события", "имя события", "тип события", "событие", "действие"),
    "tr": ("etkinlik adı", "olay adı", "olay türü", "olay", "etkinlik", "eylem"),
    "ja": (
        "イベント名", "イベント種別", "イベントタイプ", "イベント", "アクション名", "アクション", "操作名", "操作",
        "行動",
    ),
    "zh": (
        "事件名称", "事件名", "事件类型", "事件", "行为类型", "行为", "操作类型", "操作", "动作", "事件名稱", "行為",
        "動作",
    ),
    "ko": ("이벤트명", "이벤트 이름", "이벤트 유형", "이벤트", "행동", "동작"),
}  # fmt: skip

MONEY = {
    "de": (
        "Betrag", "Gesamtbetrag", "Zahlbetrag", "Rechnungsbetrag", "Nettobetrag", "Bruttobetrag", "Umsatz", "Erlös",
        "Einnahmen", "Gesamtpreis", "Bestellwert", "Summe", "Preis",
    ),
    "fr": (
        "montant", "montant total", "montant payé", "montant TTC", "montant HT", "chiffre d'affaires", "revenu",
        "recette", "prix total", "prix",
    ),
    "es": (
        "importe", "importe total", "monto", "monto total", "cantidad pagada", "ingresos", "ingreso", "facturación",
        "ventas", "precio total", "precio",
    ),
    "it": (
        "importo", "importo totale", "totale", "ricavo", "ricavi", "fatturato", "incasso", "prezzo totale", "prezzo",
    ),
    "pt": ("valor", "valor total", "valor pago", "montante", "receita", "faturamento", "preço total", "preço"),
    "nl": ("bedrag", "totaalbedrag", "omzet", "opbrengst", "totaal", "totaalprijs", "prijs"),
    "pl": ("kwota", "kwota całkowita", "wartość", "wartość zamówienia", "przychód", "suma", "cena"),
    "sv": ("belopp", "totalbelopp", "summa", "intäkt", "omsättning", "pris"),
    "da, no": ("beløb", "beløp", "omsætning", "omsetning"),
    "ru": ("сумма", "выручка", "стоимость", "доход", "цена"),
    "tr": ("tutar", "toplam tutar", "gelir", "ciro", "fiyat"),
    "ja": ("金額", "合計金額", "売上金額", "売上高", "売上", "支払金額", "購入金額", "価格"),
    "zh": (
        "金额", "总金额", "支付金额", "实付金额", "订单金额", "收入", "销售额", "价格", "金額", "總金額", "銷售額",
        "價格",
    ),
    "ko": ("금액", "총금액", "결제금액", "매출액", "매출", "가격"),
}  # fmt: skip

ACCOUNT = {
    "de": (
        "Firmen-ID", "Firmennummer", "Unternehmens-ID", "Mandanten-ID", "Mandantennummer", "Organisations-ID",
        "Konto-ID", "Kontonummer", "Firma", "Firmenname", "Unternehmen", "Mandant", "Konto", "Organisationsname",
    ),
    "fr": (
        "id entreprise", "entreprise id", "id société", "id compte", "compte id", "numéro de compte", "entreprise",
        "nom de l'entreprise", "société", "raison sociale", "compte",
    ),
    "es": (
        "id empresa", "empresa id", "id de empresa", "id cuenta", "cuenta id", "número de cuenta", "empresa",
        "nombre de la empresa", "compañía", "organización", "cuenta",
    ),
    "it": (
        "id azienda", "azienda id", "id società", "id account", "azienda", "nome azienda", "società",
        "organizzazione",
    ),
    "pt": ("id da empresa", "id da conta", "número da conta", "nome da empresa", "organização", "companhia", "conta"),
    "nl": ("bedrijfs-id", "bedrijf-id", "accountnummer", "bedrijf", "bedrijfsnaam", "organisatie", "rekening"),
    "pl": ("id firmy", "firma id", "id konta", "nazwa firmy", "przedsiębiorstwo", "organizacja"),
    "sv": ("företags-id", "organisationsnummer", "konto-id", "företag", "företagsnamn", "bolag"),
    "da, no": ("virksomheds-id", "firma-id", "virksomhed", "selskab", "bedrift", "selskap", "firmanavn"),
    "ru": ("ID компании", "компания", "организация", "аккаунт"),
    "tr": ("şirket ID", "firma ID", "şirket adı", "şirket", "kurum", "hesap"),
    "ja": (
        "会社ID", "企業ID", "アカウントID", "法人ID", "会社名", "企業名", "法人名", "会社", "企業", "法人",
        "アカウント",
    ),
    "zh": (
        "公司ID", "企业ID", "账户ID", "账号ID", "公司名称", "企业名称", "公司", "企业", "账户", "公司名稱", "企業",
        "帳戶",
    ),
    "ko": ("회사 ID", "계정 ID", "회사명", "회사", "기업", "계정"),
}  # fmt: skip
