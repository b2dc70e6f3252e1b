import Diagnostics
import FHIR
import Tree

/// Rules about single values that their lexical form does not say.
extension Examination {
    mutating func value(at id: Tree.ID, _ shape: Shape) {
        guard tree[id].kind == .string else { return }
        switch shape {
        case .uri, .url, .oid, .uuid:
            uri(at: id)
            ownURL(at: id)
        case .canonical:
            uri(at: id)
            canonical(at: id)
        case .string: surroundingSpace(at: id)
        case .dateTime: reasonableYear(at: id)
        case .code where Self.mimeTypes.contains(where: { tree.node(id, isNamed: $0) }): mimeType(at: id)
        case .code where tree.node(id, isNamed: "currency"): currency(at: id)
        case .code where tree.node(id, isNamed: "language"): languageTag(at: id)
        default: break
        }
    }

    private mutating func uri(at id: Tree.ID) {
        let text = tree.text(of: id)
        if text.hasPrefix("oid:") {
            report("uri-scheme", "an OID is written urn:oid:…", at: id, hint: "urn:oid: before the numbers")
        } else if text.hasPrefix("uuid:") {
            report("uri-scheme", "a UUID is written urn:uuid:…", at: id, hint: "urn:uuid: before the digits")
        } else if text.hasPrefix("urn:oid:"), !URIText.isNamespaceOID(text.dropFirst(8)) {
            report(
                "uri-oid", "urn:oid: is followed by no OID", at: id, hint: "numbers with points between, as 2.16.840.1.113883")
        } else if text.hasPrefix("urn:uuid:"), !URIText.isUUID(text.dropFirst(9).prefix { $0 != "#" }) {
            report("uri-uuid", "urn:uuid: is followed by no UUID", at: id, hint: "36 characters of 0-9, a-f and -")
        }
    }

    /// The `url` of a definition (a resource that has a publisher) is absolute: others name it so.
    private mutating func ownURL(at id: Tree.ID) {
        guard tree.node(id, isNamed: "url"), let parent = tree.parent(of: id), isResource(parent),
            schema.type(.init(rawValue: tree[parent].type))?.element(named: "publisher") != nil,
            !URIText.isAbsolute(tree.text(of: id))
        else { return }
        report("canonical-relative", "the url of a definition is absolute", at: id, hint: "https://… or urn:…")
    }

    /// A canonical is absolute, or names a contained resource.
    private mutating func canonical(at id: Tree.ID) {
        let text = tree.text(of: id)
        if text.hasPrefix("#") {
            let wanted = text.dropFirst()
            if !wanted.isEmpty, contained(wanted, in: container(around: id)) == nil {
                report("canonical-contained", "no contained resource has this id", at: id)
            }
        } else if !URIText.isAbsolute(text) {
            report(
                "canonical-relative", "a canonical is an absolute URL, or #id of a contained resource", at: id,
                hint: "the url of the definition, not Type/id")
        }
    }

    private mutating func surroundingSpace(at id: Tree.ID) {
        let bytes = tree.value(of: id)
        if bytes.contains(0xE2), Self.isTurned(tree.text(of: id)) {
            report("string-direction", "the text turns its direction and does not turn it back", at: id)
        }
        if bytes.contains(UInt8(ascii: "<")), tree.text(of: id).lowercased().range(of: "<script") != nil {
            report("string-script", "a text has no script: who shows it might run it", at: id)
        }
        guard let first = bytes.first, let last = bytes.last else { return }
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
        if isSpace(first) || isSpace(last) { warn("string-space", "the text begins or ends with white space", at: id) }
    }

    /// Whether Unicode's marks of direction are not closed before the end of their line: what is shown is then not what is read.
    private static func isTurned(_ text: String) -> Bool {
        var open: [Bool] = []
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x202A, 0x202B, 0x202D, 0x202E: open.append(false)
            case 0x2066, 0x2067, 0x2068: open.append(true)
            case 0x202C: if open.popLast() != false { return true }
            case 0x2069: if open.popLast() != true { return true }
            case 0x0A, 0x0D: if !open.isEmpty { return true }
            default: break
            }
        }
        return !open.isEmpty
    }

    /// No label stands twice in `Meta.security`.
    mutating func securityLabels(of meta: Tree.ID) {
        var seen: Set<String> = []
        for label in children("security", of: meta) {
            let code = "\(text("system", of: label) ?? "")#\(text("code", of: label) ?? "")"
            if !seen.insert(code).inserted {
                report("meta-security", "the security label stands twice", at: label)
            }
        }
    }

    private mutating func reasonableYear(at id: Tree.ID) {
        guard let year = Int(tree.text(of: id).prefix(4)), year < 1800 || year > 2110 else { return }
        warn("date-year", "the year is not a plausible one", at: id)
    }

    /// Elements that are bound to the types of IANA.
    private static let mimeTypes: [Name] = [
        "contentType", "sigFormat", "targetFormat", "payloadMimeType", "patchFormat", "payload", "accept",
    ]

    private mutating func mimeType(at id: Tree.ID) {
        let text = tree.text(of: id)
        // What servers call their own formats.
        if !tree.node(id, isNamed: "contentType"), ["json", "xml", "ttl", "none"].contains(text) { return }
        if !URIText.isMIMEType(text) {
            report("fhir-code", "the code is no MIME type", at: id, hint: "type/subtype, e.g. application/pdf")
        }
    }

    private mutating func currency(at id: Tree.ID) {
        if !Currencies.codes.contains(tree.text(of: id)) {
            report("fhir-code", "the code is no currency of ISO 4217", at: id, hint: "GBP, EUR, USD, …")
        }
    }

    private mutating func languageTag(at id: Tree.ID) {
        // An expression's language is that of computers: text/fhirpath.
        if let parent = tree.parent(of: id), self.shape(of: parent) == .expression { return }
        if !URIText.isLanguageTag(tree.text(of: id)) {
            report("fhir-code", "the code is no language tag", at: id, hint: "BCP 47, e.g. en-GB")
        }
    }
}

/// What URIs are made of, as far as rules ask.
enum URIText {
    /// Whether the text begins with a scheme, in small letters, and goes on without spaces.
    static func isAbsolute(_ text: some StringProtocol) -> Bool {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), colon != text.utf8.startIndex else { return false }
        let rest = text.utf8[colon...].dropFirst()
        if rest.isEmpty || rest.contains(0x20) || text.utf8[..<colon].contains(where: { $0 >= 0x41 && $0 <= 0x5A }) {
            return false
        }
        let scheme = text.utf8[..<colon]
        return scheme.enumerated().allSatisfy { index, byte in
            isAlphanumeric(byte) && (index > 0 || !isDigit(byte))
                || (index > 0 && (byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")))
        }
    }

    /// `type/subtype`, with parameters or without.
    static func isMIMEType(_ text: some StringProtocol) -> Bool {
        let parts = text.prefix { $0 != ";" }.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2 && !parts.contains(where: \.isEmpty)
    }

    static func isOID(_ text: some StringProtocol) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 1, let root = parts.first, ["0", "1", "2"].contains(String(root)) else { return false }
        return parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy(isDigit) && (part.utf8.count == 1 || part.utf8.first != UInt8(ascii: "0"))
        }
    }

    /// Nobody owns a number as short as `1.2.3`, but for one.
    static func isNamespaceOID(_ text: some StringProtocol) -> Bool {
        isOID(text) && (text.split(separator: ".").dropLast().joined(separator: ".").utf8.count >= 5 || text == "1.3.88")
    }

    /// In either case: what reads UUIDs does not mind.
    static func isUUID(_ text: some StringProtocol) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.utf8.count) == [8, 4, 4, 4, 12]
            && parts.allSatisfy { $0.utf8.allSatisfy { isDigit($0) || (($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x66) } }
    }

    /// Whether the text has the form of a tag of BCP 47.
    static func isLanguageTag(_ text: some StringProtocol) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        // No language has a name of more than three letters.
        guard let first = parts.first, (2...3).contains(first.utf8.count) || ["x", "i"].contains(first.lowercased()) else {
            return false
        }
        return parts.enumerated().allSatisfy { index, part in
            (1...8).contains(part.utf8.count)
                && part.utf8.allSatisfy { isAlphanumeric($0) && (index > 0 || !isDigit($0)) }
        }
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A)
    }
}

/// ISO 3166: two letters, three letters, or three digits.
enum Countries {
    static func isCode(_ code: String) -> Bool {
        let bytes = Array(code.utf8)
        if bytes.count == 3 { return bytes.allSatisfy(URIText.isDigit) || bytes.allSatisfy { $0 >= 0x41 && $0 <= 0x5A } }
        return codes.contains(code)
    }

    private static let codes = Set(
        """
        AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC
        CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD
        GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH
        KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW
        MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC
        SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY
        UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}

/// ISO 4217, with the codes for precious metals, testing and none.
enum Currencies {
    static let codes = Set(
        """
        AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE
        CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GGP GHS GIP GMD GNF
        GTQ GYD HKD HNL HRK HTG HUF IDR ILS IMP INR IQD IRR ISK JEP JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP
        LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK
        PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SPL SRD SSP STN SVC SYP SZL THB TJS TMT
        TND TOP TRY TTD TVD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VEF VES VND VUV WST XAF XAG XAU XBA XBB XBC XBD XCD
        XDR XOF XPD XPF XPT XSU XTS XUA XXX YER ZAR ZMW ZWL
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
