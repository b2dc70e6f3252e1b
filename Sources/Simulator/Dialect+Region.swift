extension Dialect {
    /// The dialect of each trust, by ODS code. What is not said is the common one: 2.4, all identifiers in PID-3, OML^O21
    /// with coded answers.
    static func of(_ ods: String) -> Dialect { region[ods] ?? Dialect() }

    private static let region: [String: Dialect] = [
        // Epic-like: the NHS number in a Z segment, mnemonics for questions, the electronic consent form's words.
        "RRK": Dialect {
            $0.application = "HIVE"
            $0.authority = .named("EPI")
            $0.nhsNumber = .zpd
            $0.questions = .mnemonics
            $0.consent = .hive
            $0.reportText = .carriageReturns
        },
        // The oldest PAS of the region.
        "RR1": Dialect {
            $0.version = "2.3"
            $0.application = "HISS"
            $0.facility = "HEFT"
            $0.namesStructure = false
            $0.nhsNumber = .pid2
            $0.authority = .none
            $0.birth = .dayAndTime
            $0.address = .lines
            $0.mergesByA34 = true
            $0.orderMessage = .orm
            $0.testCode = .local
            $0.specimen = .obr15
            $0.consent = .letters
            $0.reportText = .breaks
        },
        "RQ3": Dialect { $0.format = .fhirJSON },
        "RLU": Dialect { $0.format = .fhirXML },
        // Everything the order form asks is an answer: the test, the specimen, the phenotypes.
        "RXK": Dialect {
            $0.application = "UNITY"
            $0.facility = "SWBH"
            $0.authority = .oid("2.51.1.7")
            $0.times = .offset
            $0.testCode = .answer
            $0.phenotypes = .repeated
            $0.specimen = .answer
            $0.consent = .letters
            $0.clinicians = .sds
        },
        // The order form's answers are lines of notes.
        "RKB": Dialect {
            $0.version = "2.3.1"
            $0.application = "CSCPAS"
            $0.facility = "UHCW"
            $0.namesStructure = false
            $0.characters = .latin1
            $0.nhsNumber = .pid19
            $0.authority = .named("UHCW")
            $0.birth = .dayAndTime
            $0.ethnicity = .text
            $0.orderMessage = .orm
            $0.questions = .notes
            $0.specimen = .obr15
        },
        "RJE": Dialect {
            $0.version = "2.5.1"
            $0.application = "CAREFLOW"
            $0.telephone = .unformatted
            $0.testCode = .localWithAlternate
            $0.priority = .timing
            $0.saysConsentVersion = true
            $0.clinicians = .named("GMCID")
        },
        "RL4": Dialect {
            $0.application = "TEAMS"
            $0.nhsNumber = .untyped
            $0.furtherNumber = .empty
            $0.times = .minutes
            $0.updatesByVisit = true
            $0.furtherTest = .sameOrder
            $0.questions = .localNumbers
            $0.consent = .pair
            $0.clinicians = .named("CONS")
        },
        // A small PAS: some people untraced, no facility, specimens as text, clinicians without a register.
        "RLT": Dialect {
            $0.application = "LORENZO"
            $0.facility = ""
            $0.nhsNumber = .tracedOnly
            $0.sexes = .nhs
            $0.specimen = .text
            $0.consent = .letters
            $0.reportText = .carriageReturns
            $0.clinicians = .blank
        },
        "RJC": Dialect {
            $0.application = "LORENZO"
            $0.sexes = .nhs
            $0.ethnicity = .codeAndText
            $0.furtherTest = .ownOrder
            $0.testCode = .bare
            $0.reportText = .untyped
            $0.clinicians = .named("XX")
        },
        // 2.3.1: orders as ORM with answers in OBX, results without ORC.
        "RWP": Dialect {
            $0.version = "2.3.1"
            $0.application = "OASIS"
            $0.facility = "WAHT"
            $0.namesStructure = false
            $0.authority = .none
            $0.birth = .dayAndTime
            $0.sexes = .words
            $0.joinsGivenNames = true
            $0.orderMessage = .orm
            $0.priority = .words
            $0.consent = .flag
            $0.specimen = .obr15
            $0.omitsORC = true
        },
        "RLQ": Dialect {
            $0.application = "MAXIMS"
            $0.characters = .latin1Unsaid
            $0.furtherNumber = .ofTrust("RWP", place: 10)
            $0.telephone = .parts
            $0.priority = .local
            $0.reportText = .breaks
        },
        // The record of discussion comes as a document.
        "RNA": Dialect {
            $0.application = "SUNRISE"
            $0.authority = .named("RNA-SUN")
            $0.ethnicity = .codeAndText
            $0.numbersRelatives = true
            $0.updatesByVisit = true
            $0.consent = .pair
            $0.consentForm = .document
        },
        "RRJ": Dialect {
            $0.version = "2.5"
            $0.application = "ORTHOPAS"
            $0.facility = "ROH"
            $0.birth = .year
            $0.testCode = .local
            $0.questions = .localNumbers
            $0.consent = .flag
            $0.clinicians = .named("CONS")
        },
        "RXW": Dialect {
            $0.application = "SEMAHELIX"
            $0.authority = .named("SATH")
            $0.sexes = .words
            $0.ethnicity = .local
            $0.breaksEscapes = true
            $0.questions = .mnemonics
            $0.consent = .pair
            $0.reportText = .untyped
        },
        "RL1": Dialect {
            $0.version = "2.5.1"
            $0.application = "APOLLO"
            $0.separators = .swapped
            $0.times = .offset
            $0.furtherTest = .ownOrder
            $0.telephone = .parts
            $0.reportText = .breaks
        },
        "RJF": Dialect {
            $0.version = "2.3"
            $0.application = "MEDITECH"
            $0.namesStructure = false
            $0.characters = .windows1252
            $0.address = .lines
            $0.sexes = .nhs
            $0.updatesByVisit = true
            $0.orderMessage = .orm
            $0.consent = .coded
            $0.specimen = .obr15
            $0.clinicians = .named("CONS")
        },
        // The common dialect, and ZU8.
        "RBK": Dialect { $0.sendsZU8 = true },
    ]

    /// The regional laboratory's.
    static let laboratory = Dialect {
        $0.version = "2.5.1"
        $0.application = "LIMS"
    }
}
