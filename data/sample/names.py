"""What are the invented customers, their contacts and the agents called?"""

import numpy as np


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_BEGINNINGS = _words("""
    Al Ar Bel Bram Cal Cor Dal Dor El Fen Fjor Gar Hal Hel Ist Jor Kal Kest Lan Lor Mar Mel Nor Oak Or Pell Quin
    Ros Sal Sten Tal Tor Ul Val Var Vel Wes Win Yar Zel
""")
_ENDINGS = _words("""
    ba bridge by da den dorf en fell ford gate ham holm ia ion is la lin lund mark mere mont na nes or ra rin stad
    ta ton wick
""")
_TRADES = _words("""
    Advisory Analytics Architects Building Care Catering Clinics Consulting Couriers Dental Design Electric Energy
    Engineering Events Facilities Finance Fitness Foods Freight Gardens Health Heating Homes Interiors Labs
    Learning Legal Logistics Marketing Media Mobility Optics Partners Print Property Roofing Security Studios
    Systems Textiles Trading Training Travel Works
""")
_FORMS = ("", " GmbH", " Ltd", " AB", " BV", " SAS", " Group")
_GIVEN = _words("""
    anna ben carla david elif felix greta hugo ines jonas katja liam mara nils olga paul rosa sven tara uwe vera
    will yara zoe amir bea cem dora emil fay
""")
_FAMILY = _words("""
    abel berg costa dahl engel falk gray holt ivers jansen keller lund meyer novak olsen petit quist rossi sauer
    tran unger vogel weber york zimmer
""")
AGENTS = tuple(
    name.replace("_", " ")
    for name in _words("""
    Amelie_Brandt Bilal_Aydin Carmen_Ortega Daniel_Frost Eva_Lindholm Farid_Karimi Greta_Sommer Henrik_Dahl
    Irina_Petrova Jonas_Albrecht Klara_Winter Leon_Fischer Mia_Sandberg Nadia_Haddad Oskar_Nyman Priya_Nair
    Quentin_Moreau Rosa_Marino Samir_Osman Tessa_de_Vries Ulrich_Baumann Valentina_Greco Wiebke_Jansen Yusuf_Demir
    Zofia_Kowalska Aaron_Blake Birgit_Hauser Chiara_Conti Dario_Vidal Elena_Popescu Finn_Harper Gemma_Walsh
    Hanna_Virtanen Ivan_Horvat Julia_Reuter Kwame_Mensah Lotte_Bakker Matteo_Ricci Nora_Eriksen Owen_Hughes
    Paula_Schreiber
""")
)


def companies(generator: np.random.Generator, size: int) -> tuple[list[str], list[str]]:
    """Names and addresses of `size` companies; names and addresses repeat only beyond about 365,000."""
    sizes = (len(_BEGINNINGS), len(_ENDINGS), len(_TRADES), len(_FORMS))
    combinations = int(np.prod(sizes))
    order = generator.permutation(combinations)[np.arange(size) % combinations]
    first, second, trade, form = (part.tolist() for part in np.unravel_index(order, sizes))
    shops = order // sizes[3]
    person = generator.integers(len(_GIVEN), size=combinations // sizes[3])[shops] + order % sizes[3]
    given = (person % len(_GIVEN)).tolist()  # another person for another form of the same name
    family = generator.integers(len(_FAMILY), size=size).tolist()
    names, emails = [], []
    for a, b, c, d, e, f in zip(first, second, trade, form, given, family, strict=True):
        short = f"{_BEGINNINGS[a]}{_ENDINGS[b]}"
        names.append(f"{short} {_TRADES[c]}{_FORMS[d]}")
        emails.append(f"{_GIVEN[e]}.{_FAMILY[f]}@{short.lower()}-{_TRADES[c].lower()}.example")
    return names, emails
