/// How one trust's systems write HL7 v2. A new trust is a new value, not new code.
package struct Dialect: Sendable, Hashable {
    package enum NHSNumberPlace: Sendable, Hashable {
        /// `9990000018^^^NHS^NH` in PID-3.
        case identifierList
        /// `999 000 0018` in PID-19.
        case pid19
        /// `ZPD|9990000018|01`.
        case zpd
    }
    package enum OrderForm: Sendable, Hashable {
        /// OML^O21, SPM after the answers, consent as SNOMED CT and LOINC.
        case oml
        /// OML^O21 whose consent answers are the text of an electronic form.
        case hive
        /// ORM^O01 with the answers in NTE lines and the specimen in OBR-15.
        case notes
        case fhir
    }

    package var version = "2.4"
    package var application = "PAS"
    /// MSH-4; nil: the ODS code.
    package var facility: String?
    /// PID-3.4 of the hospital number; nil: the ODS code.
    package var authority: String?
    package var nhsNumber = NHSNumberPlace.identifierList
    package var orders = OrderForm.oml
    /// PID-8 as NHS codes (1, 2) rather than M and F.
    package var usesNHSSexCodes = false
    package var writesEthnicityAsText = false
    /// MSH-9.3.
    package var namesStructure = true
    /// Births with a time of day.
    package var birthHasTime = false
    package var isLatin1 = false
    /// ZU8 with consent to share.
    package var sendsZU8 = false
    /// Hospital numbers without PID-3.4.
    package var omitsAuthority = false
    /// The local test code first, the national one as the alternate.
    package var localTestCodes = false

    package init() {}

    static let hive: Dialect = {
        var dialect = Dialect()
        dialect.application = "HIVE"
        dialect.authority = "EPI"
        dialect.nhsNumber = .zpd
        dialect.orders = .hive
        return dialect
    }()

    static let oldPAS: Dialect = {
        var dialect = Dialect()
        dialect.version = "2.3.1"
        dialect.application = "CSCPAS"
        dialect.facility = "UHCW"
        dialect.authority = "UHCW"
        dialect.nhsNumber = .pid19
        dialect.orders = .notes
        dialect.namesStructure = false
        dialect.birthHasTime = true
        dialect.writesEthnicityAsText = true
        dialect.isLatin1 = true
        return dialect
    }()

    static let coded: Dialect = {
        var dialect = Dialect()
        dialect.version = "2.5.1"
        dialect.application = "CAREFLOW"
        dialect.localTestCodes = true
        return dialect
    }()

    static let fhir: Dialect = {
        var dialect = Dialect()
        dialect.orders = .fhir
        return dialect
    }()

    static let laboratory: Dialect = {
        var dialect = Dialect()
        dialect.version = "2.5.1"
        dialect.application = "LIMS"
        return dialect
    }()

    /// The common dialect with the small habits that tell one trust from the next.
    static func base(_ place: Int) -> Dialect {
        var dialect = Dialect()
        dialect.usesNHSSexCodes = place % 3 == 0
        dialect.birthHasTime = place % 4 == 1
        dialect.namesStructure = place % 2 == 0
        dialect.sendsZU8 = place % 3 == 1
        dialect.omitsAuthority = place % 5 == 3
        dialect.isLatin1 = place == 11 || place == 16
        dialect.writesEthnicityAsText = place % 4 == 3
        return dialect
    }
}
