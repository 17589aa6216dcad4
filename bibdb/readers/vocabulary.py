"""Vocabularies by which labels and links are told: acronyms of venues, words of titles, texts of links."""

from __future__ import annotations

__all__ = ["ACRONYMS", "COMMON", "FILLERS", "HOSTS", "KIND_WORDS", "PAPER_WORDS", "SPELLINGS", "WEAK_ACRONYMS"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Conferences, journals and servers, in capitals and without hyphens.
ACRONYMS = _words(
    """
    3DV AAAI AACL AAMAS ACCV ACL ACML ACMMM AISTATS ALT AMIA AMTA ANLP APJ APSIPA ARR ARXIV ASE ASIACCS ASPLOS ASRU
    ATC AUTOML BEA BIBM BIONLP BIORXIV BLACKBOXNLP BMVC CACM CAV CCC CCL CCS CEC CHI CHIIR CHIL CIBCB CICLING CIDR
    CIKM CLEAR CLEF CLOUD COLING COLLAS COLM COLT COMPSAC CONEXT CONLL CORL CORR CP CPAIOR CRYPTO CSCW CSL CVPR
    CVPRW DAC DASFAA DATE DCC DISC DSN EAAI EACL EC ECAI ECCB ECCV ECCVW ECIR ECML ECMLPKDD ECOOP EDBT ELIFE EMNLP
    EMSOFT EPJ ESA ESANN ESEC ESORICS ESWC EUROCRYPT EUROGRAPHICS EUROSYS EWRL FACCT FAST FCCM FG FOCS FODS FPGA FPL
    FSE FSTTCS GECCO HAMT HCOMP HICSS HLT HOTNETS HPCA HRI ICALP ICANN ICAPS ICASSP ICC ICCAD ICCP ICCV ICCVW ICDAR
    ICDCS ICDE ICDM ICIP ICIS ICLR ICLRW ICMCS ICME ICML ICMLA ICMLW ICNLSP ICNN ICONIP ICPC ICPR ICRA ICSE ICSME
    ICSR ICWSM IJCAI IJCB IJCNLP IJCNN IJCV IJRR IJSWIS IMC INFOCOM INLG INTERSPEECH IPDPS IPMI IPSN IROS ISBI ISCA
    ISCAS ISIT ISMAR ISMB ISMIR ISSTA ISWC ITCS ITSC IUI IVA IWSDS IWSLT JACM JAIR JAMIA JCAP JHEP JMLR JOSS KDD KR
    LAK LICS LREC LREC-COLING LREV MASCOTS MASS MEDIA MEDRXIV MICCAI MICRO MIDL MLHC MLSP MLSYS MM MMM MNRAS MOBICOM
    MOBILEHCI MOBISYS MSR MT NAACL NAACL-HLT NAR NDSS NEURALIPS NEURIPS NEURIPSW NEUROIPS NIPS NLPCC NSDI OOPSLA
    OSDI OSR PACLIC PAKDD PAMI PERCOM PETS PKDD PLDI PLOS PMLR PNAS PODC PODS POPL PPOPP PPSN PRA PRB PRD PRE PRL
    PRX RECSYS REPL4NLP RLC RLDM RSS RTSS SAC SAT SATML SC SDM SEMEVAL SENSYS SIGCOMM SIGCSE SIGDIAL SIGGRAPH SIGIR
    SIGKDD SIGMOD SIGSPATIAL SLT SOCC SODA SOSP SP SPAA SPAWC SSRN SSW STACS STARSEM STOC SUI TACAS TACL TASLP TCC
    TCS TCSVT TEXTGRAPHS TIFS TIP TITS TKDD TKDE TMI TMLR TMM TNN TNNLS TOCHI TODS TOG TOIS TOIT TON TOPLAS TOSEM
    TPAMI TPDS TSC TSE TSP TVCG TWEB UAI UBICOMP UIST UMAP USENIX VIS VLDB VLDBJ VR WABI WACV WACVW WASSA WEBCONF
    WINE WMT WSC WSDM WWW
    """
)

# Acronyms that are words or other things too: venues only with a year beside them.
WEAK_ACRONYMS = _words(
    """
    ALT APJ ARR ASE ATC CAV CCC CCS CEC CHI CHIL CLEAR CLOUD CP DAC DATE DCC DISC EC EPJ ESA FAST FG FSE HLT ICC IMC
    ISCA KR LICS MASS MEDIA MICRO MM MSR MT NAR PRE RSS SAC SAT SC SDM SLT SP SSW SUI TCC TIP TON TSC VIS VR WINE
    """
)

# Venues whose spelling is not all capitals.
SPELLINGS = _words(
    """
    ArXiv Arxiv AutoML CoLLAs CoNLL CoRL CoRR Distill ECML-PKDD EuroSys Eurographics FAccT HotNets Interspeech LoG
    MLSys MobiCom NEJM NIPS NeurIPS OpenReview Patterns PeerJ RecSys SIGGRAPH SaTML SemEval SenSys TheWebConf
    UbiComp WebConf arXiv arxiv bioRxiv eLife medRxiv
    """
)

# Words of titles and institutions that are capitalised like names; a "name" that holds one is none.
COMMON = _words(
    """
    a abstract accepted adaptive advanced advances adversarial agent agents algebra algorithm algorithms alibaba
    alignment all amazon an analysis analyzing and answering any apple application applications approach approaches
    april are artificial arxiv as at attention audio august author authors award awesome baidu basic basics bayesian
    be benchmark benchmarks berkeley best beyond bias biology black blog book books by bytedance can chain chapter
    chemistry classification clinical cloud code collection college common computer conference contents contrastive
    control conversational core corporation course cross data dataset datasets date december deep deepmind demo
    department design detection dialogue diffusion do documentation does domain domains download dynamic dynamics
    economic efficient embedding embeddings engineering entanglement environment environments estimation evaluating
    evaluation facebook fairness fall february few field fields figure findings fine for foundation foundations
    framework from function functions game games general generating generation generative geometry github gitlab
    google graph graphs gravity group guide harvard health here high history hole holes holographic how huawei human
    image images implementation in inc inference institute instruction intelligence international introduction is it
    its january java jax journal julia july june key keys keyword keywords knowledge lab laboratory labs language
    languages large laws learning lecture lectures less letters level link links list low machine main many march
    math mathematical mathematics medical memory meta method methods microsoft misc miscellaneous mobile model
    modeling modelling models molecular month more most multi multimodal nature network networks neural new news not
    note notes november nvidia october of official on one open openai optimisation optimization or oral other others
    our outstanding overview page paper papers part pdf physics planning policy post poster prediction preprint
    press pretraining princeton privacy probabilistic proceedings process processes program programming programs
    project prompt prompting prompts published publisher python pytorch quantum question read reasoning recognition
    reinforcement release report representation representations research resources retrieval review reward robot
    robotics robots robust rust safety scalable scale scaling school science search section security segmentation
    self semantic semantics september shot simulation simulations slides small social software source space spaces
    special speech spotlight spring stanford statistical stochastic study summarization summary summer supervised
    survey symposium system systems table tags task tasks team tencent tensorflow test text texts that the theory
    these thesis this those thought thoughts through time title tldr to tool tools topic topics topology toward
    towards training transactions transformer transformers translation tuning tutorial two understanding unified
    university unsupervised update using variational venue version via video videos vision visual volume we web
    website what when where which who why winter with work works workshop world year you your zero
    """
)

# Texts of links that lead to a paper and do not name it, in the languages of lists.
PAPER_WORDS = _words(
    """
    aaai abs abstract abstracts acl aclanthology acm anthology appendix article articulo artikel artículo arxiv
    arxiv.org bağlantı bağlantısı biorxiv book camera camera-ready chapter cvf dblp doi download enlace extended
    full full-text fulltext hal here html iclr icml ieee ieeexplore ijcai jmlr journal lien link links long makale
    manuscript material medrxiv neurips nips official openaccess openreview original paper papers papier pdf pdfs
    pmc pmlr preprint proceedings ps publication publisher pubmed read ready report s2 scholar sciencedirect
    semantic short source springer ssrn supp supplement supplemental supplementary supplementary-material tech
    technical text texte thesis this url version ссылка статья リンク 下載 下载 全文 原文 原論文 地址 摘要 文献 文章
    本文 論文 论文 連結 链接 链接地址
    预印本 논문 링크 원문
    """
)

# Words that make no difference among those.
FILLERS = _words(
    """
    0 1 2 3 4 5 a accompanying an and archive archived associated at available cached chinese click cn de detail
    details draft en eng english es extended final for fr free i ii iii in info information is its iv ja japanese jp
    ko korean kr local main me mirror more my now of official on online or original our part related see
    single-column supplementary the to two-column unofficial us v1 v2 v3 v4 version vol web with your zh
    """
)

# Texts of links that say what the link is for, by the kind they say.
KIND_WORDS = {
    "code": _words(
        """
        code codes github gitlab bitbucket git repo repository repositories implementation implementations pytorch
        torch tensorflow tf keras jax caffe chainer mxnet matlab c++ python julia lua theano paddle mindspore
        colab notebook ipynb source-code sourcecode software library package toolkit unofficial reimplementation
        gist 代码 代碼 源码 源代码 코드 コード 実装 código kod
        """
    ),
    "data": _words(
        """
        data dataset datasets corpus benchmark corpora 数据 数据集 數據集 データ データセット 데이터 데이터셋 datos
        veri kaggle
        """
    ),
    "model": _words(
        """
        model models weights checkpoint checkpoints huggingface hf ckpt ckpts 模型 モデル 모델 ollama modelscope
        """
    ),
    "project": _words(
        """
        project page homepage home website site webpage web projectpage project-page 项目 项目主页 主页 專案 官网
        プロジェクト 프로젝트
        홈페이지 proyecto projet projekt web-page
        """
    ),
    "demo": _words(
        """
        demo demos app playground space spaces gradio streamlit 演示 デモ 데모 try
        """
    ),
    "slides": _words(
        """
        slides slide ppt pptx presentation presentations keynote deck 幻灯片 スライド 슬라이드 folien
        """
    ),
    "video": _words(
        """
        video videos youtube talk talks lecture recording bilibili vimeo movie webinar 视频 視頻 動画 영상 비디오
        vídeo
        """
    ),
    "poster": _words(
        """
        poster posters 海报 ポスター 포스터
        """
    ),
    "review": _words(
        """
        review reviews openreview 评审 レビュー
        """
    ),
    "discussion": _words(
        """
        discussion discussions reddit twitter tweet x forum hn hackernews thread comments mastodon slack discord
        讨论 知乎 zhihu
        """
    ),
    "post": _words(
        """
        blog blogs post blogpost medium notes note summary explanation announcement news 博客 解读 笔记 ブログ
        블로그 tutorial
        记事
        """
    ),
    "list": _words(
        """
        awesome
        """
    ),
}

# Parts of addresses that say what a link is for; the first that fits counts.
HOSTS = (
    ("data", ("huggingface.co/datasets",)),
    ("demo", ("huggingface.co/spaces",)),
    ("paper", ("huggingface.co/papers",)),
    ("post", ("huggingface.co/blog",)),
    ("list", ("huggingface.co/collections",)),
    ("model", ("hf.co/",)),
    (
        "code",
        (
            "github.com",
            "gitlab.",
            "bitbucket.org",
            "colab.research.google",
            "codeocean",
            "sourceforge.net",
        ),
    ),
    (
        "data",
        (
            "zenodo.org",
            "kaggle.com",
            "figshare",
        ),
    ),
    ("slides", ("slideshare",)),
    ("video", ("slideslive",)),
    ("slides", ("docs.google.com/presentation",)),
    (
        "video",
        (
            "youtube.com",
            "youtu.be",
            "vimeo.com",
            "bilibili.com",
            "videolectures",
        ),
    ),
    (
        "discussion",
        (
            "twitter.com",
            "//x.com",
            "reddit.com",
            "ycombinator.com",
            "zhihu.com",
            "stackoverflow",
            "stackexchange",
        ),
    ),
    (
        "post",
        (
            "linkedin.com",
            "medium.com",
            "substack.com",
            "blog",
            "notion.site",
            "mp.weixin.qq.com",
        ),
    ),
    ("paper", ("openreview.net",)),
    ("other", ("wikipedia.org",)),
    (
        "project",
        (
            ".github.io",
            "sites.google.com",
        ),
    ),
    (
        "paper",
        (
            "ieeexplore",
            "dl.acm.org",
            "sciencedirect",
            "springer",
            "nature.com",
            "science.org",
            "semanticscholar.org",
            "jmlr.",
            "aaai.org",
            "ijcai.org",
            "papers.nips.cc",
            "isca-speech.org",
            "usenix.org",
            "biorxiv.org",
            "medrxiv.org",
            "ssrn.com",
            "ncbi.nlm.nih.gov",
            "mlr.press",
            "onlinelibrary.wiley",
            "mdpi.com",
            "tandfonline",
            "frontiersin.org",
            "plos",
            "aclweb.org",
        ),
    ),
)
