"""How venues are called: acronyms of conferences and journals, and the words by which the others are known."""

from __future__ import annotations

import re

__all__ = ["is_venue", "venue_acronym"]

_ACRONYMS = frozenset(
    ["AAAI", "AACL", "AAMAS", "ACCV", "ACL", "ACML", "ACMMM", "AISTATS", "ALT", "AMIA", "AMTA", "ANLP", "APSIPA", "ARR", "ARXIV", "ASE", "ASIACCS", "ASPLOS", "ASRU", "ATC", "AUTOML", "BEA", "BIONLP", "BMVC", "BIBM", "BLACKBOXNLP", "CAV", "CCC", "CCS", "CEC", "CHI", "CHIIR", "CHIL", "CIBCB", "CICLING", "CIDR", "CIKM", "CLEAR", "CLEF", "CLOUD", "COLING", "COLLAS", "COLM", "COLT", "COMPSAC", "CONEXT", "CONLL", "CORL", "CORR", "CP", "CPAIOR", "CRYPTO", "CSCW", "CSL", "CVPR", "CVPRW", "DAC", "DASFAA", "DATE", "DCC", "DISC", "DSN", "EACL", "EAAI", "EC", "ECAI", "ECCB", "ECCV", "ECCVW", "ECIR", "ECML", "ECMLPKDD", "ECOOP", "EDBT", "EMNLP", "EMSOFT", "ESA", "ESANN", "ESEC", "ESORICS", "ESWC", "EUROCRYPT", "EUROGRAPHICS", "EUROSYS", "EWRL", "FACCT", "FAST", "FCCM", "FG", "FOCS", "FODS", "FPGA", "FPL", "FSE", "FSTTCS", "GECCO", "HAMT", "HCOMP", "HICSS", "HLT", "HOTNETS", "HPCA", "HRI", "ICALP", "ICANN", "ICAPS", "ICASSP", "ICC", "ICCAD", "ICCP", "ICCV", "ICCVW", "ICDAR", "ICDCS", "ICDE", "ICDM", "ICIP", "ICIS", "ICLR", "ICLRW", "ICMCS", "ICME", "ICML", "ICMLA", "ICMLW", "ICNN", "ICONIP", "ICPC", "ICPR", "ICRA", "ICSE", "ICSME", "ICSR", "ICWSM", "IJCAI", "IJCB", "IJCNLP", "IJCNN", "IJCV", "IJRR", "IJSWIS", "IMC", "INFOCOM", "INLG", "INTERSPEECH", "IPDPS", "IPMI", "IPSN", "IROS", "ISBI", "ISCA", "ISCAS", "ISIT", "ISMAR", "ISMB", "ISMIR", "ISSTA", "ISWC", "ITCS", "ITSC", "IUI", "IVA", "IWSLT", "IWSDS", "JAIR", "JAMIA", "JMLR", "JOSS", "KDD", "KR", "LAK", "LICS", "LREC", "LREC-COLING", "LREV", "MASCOTS", "MASS", "MEDIA", "MICCAI", "MICRO", "MIDL", "MLHC", "MLSP", "MLSYS", "MM", "MMM", "MOBICOM", "MOBILEHCI", "MOBISYS", "MSR", "MT", "NAACL", "NAACL-HLT", "NDSS", "NEURIPS", "NEURIPSW", "NIPS", "NSDI", "OOPSLA", "OSDI", "OSR", "PACLIC", "PAKDD", "PAMI", "PERCOM", "PETS", "PKDD", "PLDI", "PMLR", "PNAS", "PODC", "PODS", "POPL", "PPOPP", "PPSN", "PRL", "RECSYS", "RLC", "RLDM", "RSS", "RTSS", "SAC", "SAT", "SATML", "SC", "SDM", "SEMEVAL", "SENSYS", "SIGCOMM", "SIGCSE", "SIGDIAL", "SIGGRAPH", "SIGIR", "SIGKDD", "SIGMOD", "SIGSPATIAL", "SLT", "SOCC", "SODA", "SOSP", "SP", "SPAA", "SPAWC", "SSW", "STACS", "STARSEM", "STOC", "SUI", "TACL", "TACAS", "TASLP", "TCC", "TCS", "TCSVT", "TIFS", "TIP", "TITS", "TKDD", "TKDE", "TMI", "TMLR", "TMM", "TNN", "TNNLS", "TOCHI", "TODS", "TOG", "TOIS", "TOIT", "TON", "TOPLAS", "TOSEM", "TPAMI", "TPDS", "TSC", "TSE", "TSP", "TVCG", "TWEB", "UAI", "UBICOMP", "UIST", "UMAP", "USENIX", "VIS", "VLDB", "VLDBJ", "VR", "WABI", "WACV", "WACVW", "WEBCONF", "WINE", "WMT", "WSC", "WSDM", "WWW", "3DV", "BIORXIV", "MEDRXIV", "SSRN", "CACM", "PLOS", "ELIFE", "CORR", "JACM", "NAR", "JHEP", "JCAP", "MNRAS", "APJ", "PRX", "PRD", "PRB", "PRA", "PRE", "EPJ", "NEUROIPS", "NEURALIPS", "CORL", "INLG", "ICNLSP", "NLPCC", "CCL", "WASSA", "TEXTGRAPHS", "REPL4NLP"]
)
# Acronyms that are words or other things too: venues only with a year beside them.
_WEAK = frozenset(
    ["ALT", "ASE", "ATC", "CAV", "CCC", "CCS", "CEC", "CLEAR", "CLOUD", "CP", "DAC", "DATE", "DCC", "DISC", "EC", "ESA", "FAST", "FG", "FSE", "HLT", "ICC", "KR", "MASS", "MEDIA", "MICRO", "MM", "MT", "PRE", "SAC", "SAT", "SC", "SDM", "SLT", "SP", "SSW", "TCC", "TIP", "TON", "TSC", "VIS", "VR", "ARR", "LICS", "MSR", "NAR", "CHI", "RSS", "ISCA", "IMC", "APJ", "EPJ", "WINE", "SUI", "CHIL"]
)
_MIXED = {
    "NeurIPS", "NIPS", "CoRL", "CoRR", "CoNLL", "SemEval", "Interspeech", "MobiCom", "EuroSys", "RecSys", "UbiComp",
    "arXiv", "ArXiv", "Arxiv", "arxiv", "bioRxiv", "medRxiv", "MLSys", "LoG", "eLife", "PeerJ", "Patterns", "Distill",
    "OpenReview", "AutoML", "FAccT", "SaTML", "CoLLAs", "WebConf", "TheWebConf", "ECML-PKDD", "HotNets",
    "SenSys", "SIGGRAPH", "Eurographics", "NEJM",
}  # fmt: skip
# Words that are venues by themselves, or with little after them, but stand in titles too.
_ALONE = re.compile(
    r"(?:Nature|Science|Cell|Neuron|Findings|Patterns|Lancet|The Lancet|Preprint|preprint|Machine Learning|Artificial [Ii]ntelligence"
    r"|Neural [Cc]omputation|Neural [Nn]etworks|Cognitive [Ss]cience|[Cc]omputational [Ll]inguistics|Bioinformatics|Neurocomputing"
    r"|Entropy|Sensors|Biometrika|Chaos|Cognition|Psychometrika|Automatica|Physica [A-E]|Nucleic Acids Research)"
    r"(?: (?:of|Machine|Intelligence|Communications|Methods|Medicine|Physics|Reviews?|Advances|Robotics|Reports|Systems|Biotechnology"
    r"|Biomedical|Engineering|Neuroscience|Human|Behaviou?r|Computational|Translational|Genetics|Energy|Climate|Change|[A-Z]{2,}))*[\W\d]*",
)
_PHRASES = re.compile(
    r"\b(?:Journal|Proceedings|Proc\.|Transactions|Trans\.|Conference|Conf\.|Workshops?|Symposium|Symp\.|Congress|Annals"
    r"|Advances in|Lecture Notes|Letters|Lett\.|Magazine|Quarterly|Bulletin|Acta|Archives? of|Press|Springer|Elsevier"
    r"|IEEE|ACM|USENIX|Academic|Publishers?|Technical Report|Tech\.? Rep(?:ort|\.)|Ph\.?D\.? [Tt]hesis|Master'?s? [Tt]hesis"
    r"|Phys\. ?Rev\.|Phys\.Rev|Nucl\. ?Phys\.|Frontiers in|Eur\. ?Phys|Commun\.|J\. [A-Z]"
    r"|O'Reilly|MIT Press|Wiley|Cambridge University|Oxford University)(?=\W|$)"
    r"|会议|期刊|学报|大会",
)
_NUMBERED = re.compile(r"[A-Z][A-Za-z]*[A-Z][A-Za-z0-9&/-]*[ '’-]{0,2}(?:(?:19|20)\d\d|['’]\d\d)\b")
_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9&-]*")
_YEARS = re.compile(r"(?:(?:19|20)\d\d|['’]?\d\d)$")
_ANY_YEAR = re.compile(r"(?:19|20)\d\d|['’]\d\d")
_SENTENCE = re.compile(r"\b(?:[Uu]sing|is|are|was|were|has|have|we|this|that|which|our|can|will|uses|it)\b")


def venue_acronym(word: str) -> bool:
    """Whether one word is the acronym of a venue, with or without a year at its end (`ICLR`, `CVPR2019`, `NIPS'16`)."""
    word = word.strip("()[],.;:*'’ ")
    bare = _YEARS.sub("", word).rstrip("-'’ ")
    if bare in _MIXED:
        return True
    dated = bare != word
    if not (bare.isupper() or dated):
        return False
    folded = bare.upper().replace("-", "")
    return folded in _ACRONYMS and (dated or folded not in _WEAK)


def is_venue(text: str) -> bool:
    """Whether a short text is the name of a venue: `ICLR 2025 Workshop`, `Phys.Rev.Lett. 97 (2006)`, `arXiv preprint`."""
    text = text.strip()
    if not text or len(text) > 160:
        return False
    tokens = _TOKEN.findall(text[:80])
    if any(map(venue_acronym, tokens)) or (_ANY_YEAR.search(text) and any(token in _WEAK for token in tokens)):
        return len(text.split()) <= 14 and ": " not in text and not _SENTENCE.search(text)
    if (_NUMBERED.match(text) and len(text.split()) <= 6) or _ALONE.fullmatch(text):
        return True
    return (
        bool(_PHRASES.search(text))
        and (text[0].isupper() or text[0].isdigit() or not text[0].isascii())
        and ": " not in text
        and len(text.split()) <= 16
        and not _SENTENCE.search(text)
    )
