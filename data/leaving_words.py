"""By which words is a reason for leaving told apart from a failed payment, and a ticket that announces leaving from others?

Written like the word lists of the expectations: a * at the end of a word stands for any ending.
"""

from collections.abc import Mapping

KEY = "leaving_words"
INVOLUNTARY, CANCELLING = "involuntary", "cancelling"
LISTS = (INVOLUNTARY, CANCELLING)

_INVOLUNTARY = {
    "English": (
        *("payment*", "non-payment", "nonpayment", "unpaid", "card", "cards", "declined", "insufficient funds"),
        *("past due", "chargeback*", "dunning", "involuntary"),
    ),
    "German": ("Zahlung*", "Lastschrift*", "unbezahlt*", "Mahnung*"),
    "French": ("paiement*", "impayé*"),
    "Spanish": ("pago*", "impago*"),
    "Italian": ("pagament*", "insolut*"),
    "Dutch": ("betaling*", "onbetaald*"),
    "Portuguese": ("pagamento*", "inadimpl*"),
}
_CANCELLING = {
    "English": (
        *("cancel*", "terminat*", "unsubscribe*", "close our account", "close my account", "close the account"),
        *("end our contract", "end my contract", "end the contract", "not renew*", "won't renew*"),
    ),
    "German": ("kündig*", "gekündigt", "Vertragsende", "Konto schließen"),
    "French": ("résili*", "annul*"),
    "Spanish": ("cancelar*", "cancelaci*", "darse de baja", "darnos de baja"),
    "Italian": ("disdet*", "disdire", "recess*", "annull*"),
    "Dutch": ("opzeg*", "opgezegd", "annul*"),
    "Portuguese": ("cancelar*", "cancelamento*", "rescis*"),
}

DEFAULT_LEAVING_WORDS: Mapping[str, list[str]] = {
    name: list(dict.fromkeys(word for words in languages.values() for word in words))
    for name, languages in {INVOLUNTARY: _INVOLUNTARY, CANCELLING: _CANCELLING}.items()
}
