/// What is ordered, and why: the same whichever trust says it.
struct Referral: Sendable {
    struct Phenotype: Sendable {
        var code: String
        var name: String
        var isPresent = true
    }

    enum Answer: Sendable {
        case yes, no
        case percentage(Int)
        case text(String)

        /// As a person writes it.
        var words: String {
            switch self {
            case .yes: "Yes"
            case .no: "No"
            case .percentage(let value): "\(value)"
            case .text(let text): text
            }
        }
        var isNumber: Bool { if case .percentage = self { true } else { false } }
    }

    /// A question of the order form: the national data set's tag, and what trusts call it.
    struct Question: Sendable {
        var tag: String
        var text: String
        var note: String
        var localNumber: String
        var mnemonic: String
        var answer: Answer
    }

    var test: (code: String, name: String, local: String)
    var diagnosis: (code: String, name: String)
    /// HPO terms; empty for cancer.
    var phenotypes: [Phenotype] = []
    var questions: [Question]
    var isCancer: Bool { phenotypes.isEmpty }
    var isUrgent: Bool { isCancer }
    var specimen: (code: String, name: String, local: String, word: String) {
        isCancer
            ? ("309201001", "Tumour tissue sample", "TUM", "Tumour")
            : ("258580003", "Whole blood specimen", "BL", "Whole blood")
    }

    /// What some trusts order with every test.
    static let storage = (code: "R346.1", name: "DNA to be stored", local: "DNASTORE")

    private static func rare(
        _ test: (String, String, String), _ diagnosis: (String, String), _ phenotypes: [Phenotype], consanguineous: Bool = false
    ) -> Referral {
        Referral(
            test: test, diagnosis: diagnosis, phenotypes: phenotypes,
            questions: [
                Question(
                    tag: "P-13", text: "Is from consanguineous union", note: "CONSANGUINITY", localNumber: "230019",
                    mnemonic: "LABOECONS1", answer: consanguineous ? .yes : .no),
                Question(
                    tag: "PCI-2", text: "Disease status", note: "DISEASE STATUS", localNumber: "230021", mnemonic: "LABOEDIS1",
                    answer: .text("Affected")),
            ])
    }

    private static func cancer(
        _ test: (String, String, String), _ diagnosis: (String, String), cellularity: Int, site: String
    ) -> Referral {
        Referral(
            test: test, diagnosis: diagnosis,
            questions: [
                Question(
                    tag: "PS-16", text: "Tumour cellularity", note: "TUMOUR CELLULARITY", localNumber: "230044",
                    mnemonic: "LABOECELL1", answer: .percentage(cellularity)),
                Question(
                    tag: "PS-18", text: "Solid tumour topography", note: "TUMOUR SITE", localNumber: "230046",
                    mnemonic: "LABOESITE1", answer: .text(site)),
            ])
    }

    static let all: [Referral] = [
        rare(
            ("R59.3", "Early onset or syndromic epilepsy WGS", "WGSEPI"), ("84757009", "Epilepsy"),
            [
                Phenotype(code: "HP:0001250", name: "Seizure"),
                Phenotype(code: "HP:0001263", name: "Global developmental delay"),
                Phenotype(code: "HP:0000252", name: "Microcephaly", isPresent: false),
            ]),
        rare(
            ("R29.4", "Intellectual disability WGS", "WGSID"), ("228156007", "Intellectual disability"),
            [Phenotype(code: "HP:0001249", name: "Intellectual disability"), Phenotype(code: "HP:0000717", name: "Autism")],
            consanguineous: true),
        rare(
            ("R193.4", "Cystic renal disease WGS", "WGSREN"), ("765330003", "Autosomal dominant polycystic kidney disease"),
            [Phenotype(code: "HP:0000107", name: "Renal cyst")]),
        rare(
            ("R67.1", "Monogenic hearing loss WGS", "WGSHL"), ("15188001", "Hearing loss"),
            [Phenotype(code: "HP:0000365", name: "Hearing impairment")]),
        cancer(
            ("M3.6", "Breast cancer WGS germline and tumour", "WGSBRE"), ("254837009", "Malignant tumour of breast"),
            cellularity: 40, site: "Left breast"),
        cancer(
            ("M1.5", "Colorectal carcinoma WGS germline and tumour", "WGSCOL"), ("363406005", "Malignant tumour of colon"),
            cellularity: 55, site: "Sigmoid colon"),
        cancer(
            ("M4.13", "Non-small cell lung cancer WGS", "WGSLUN"), ("254637007", "Non-small cell lung cancer"),
            cellularity: 35, site: "Upper lobe of right lung"),
        cancer(
            ("M2.6", "Ovarian carcinoma WGS", "WGSOVA"), ("363443007", "Malignant tumour of ovary"), cellularity: 60,
            site: "Right ovary"),
        cancer(
            ("M218.1", "Prostate cancer WGS", "WGSPRO"), ("399068003", "Malignant tumour of prostate"), cellularity: 30,
            site: "Prostate"),
        cancer(
            ("M94.1", "Chronic lymphocytic leukaemia WGS", "WGSCLL"), ("92814006", "Chronic lymphoid leukaemia"),
            cellularity: 80, site: "Peripheral blood"),
    ]

    /// The histology that a trust reports itself, line by line.
    var histology: [String] {
        [
            "Specimen of \(diagnosis.name.lowercased()).", "Morphology as in the request.",
            "Reported & authorised; invented for a test.",
        ]
    }
}

/// What was chosen when consent was discussed.
enum ConsentChoice: Sendable {
    case given, refusedResearch
    /// Neither the programme nor research.
    case declined
    case toFollow
    /// Taken back after it was given.
    case withdrawn

    /// The choice about the test and the programme, then about research.
    var test: ConsentAnswer {
        switch self {
        case .given, .refusedResearch: .yes
        case .declined: .no
        case .toFollow: .later
        case .withdrawn: .withdrawn
        }
    }
    var research: ConsentAnswer {
        switch self {
        case .given: .yes
        case .refusedResearch, .declined: .no
        case .toFollow: .later
        case .withdrawn: .withdrawn
        }
    }
}

enum ConsentAnswer: Sendable {
    case yes, no, later, withdrawn

    /// `Consent.status`
    var status: String {
        switch self {
        case .yes: "active"
        case .no: "rejected"
        case .later: "proposed"
        case .withdrawn: "inactive"
        }
    }
}
