import Diagnostics
import FHIR
import Tree

/// Rules about single values that their lexical form does not say.
extension Examination {
    mutating func value(at id: Tree.ID, _ shape: Shape) {
        guard tree[id].kind == .string else { return }
        switch shape {
        case .uri, .url, .oid, .uuid: uri(at: id)
        case .canonical:
            uri(at: id)
            canonical(at: id)
        case .string: surroundingSpace(at: id)
        case .dateTime: reasonableYear(at: id)
        case .code where tree.node(id, isNamed: "contentType"): mimeType(at: id)
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
        } else if text.hasPrefix("urn:oid:"), !URIText.isOID(text.dropFirst(8)) {
            warn("uri-oid", "urn:oid: is followed by no OID", at: id)
        } else if text.hasPrefix("urn:uuid:"), !URIText.isUUID(text.dropFirst(9)) {
            warn("uri-uuid", "urn:uuid: is followed by no UUID", at: id)
        }
    }

    /// A canonical is absolute, or names a contained resource.
    private mutating func canonical(at id: Tree.ID) {
        let text = tree.text(of: id)
        if text.hasPrefix("#") {
            let wanted = text.dropFirst()
            let place = container(around: id)
            let isThere =
                wanted.isEmpty
                || children("contained", of: place).contains { self.text("id", of: $0).map { $0 == wanted } ?? false }
            if !isThere { report("canonical-contained", "no contained resource has this id", at: id) }
        } else if !URIText.isAbsolute(text) {
            report(
                "canonical-relative", "a canonical is an absolute URL, or #id of a contained resource", at: id,
                hint: "the url of the definition, not Type/id")
        }
    }

    private mutating func surroundingSpace(at id: Tree.ID) {
        let bytes = tree.value(of: id)
        if bytes.contains(UInt8(ascii: "<")), tree.text(of: id).lowercased().range(of: "<script") != nil {
            report("string-script", "a text has no script: who shows it might run it", at: id)
        }
        guard let first = bytes.first, let last = bytes.last else { return }
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
        if isSpace(first) || isSpace(last) { warn("string-space", "the text begins or ends with white space", at: id) }
    }

    private mutating func reasonableYear(at id: Tree.ID) {
        guard let year = Int(tree.text(of: id).prefix(4)), year < 1800 || year > 2110 else { return }
        warn("date-year", "the year is not a plausible one", at: id)
    }

    private mutating func mimeType(at id: Tree.ID) {
        let text = tree.text(of: id)
        let parts = text.prefix { $0 != ";" }.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count != 2 || parts.contains(where: \.isEmpty) {
            report("fhir-code", "the code is no MIME type", at: id, hint: "type/subtype, e.g. application/pdf")
        }
    }

    private mutating func currency(at id: Tree.ID) {
        if !Currencies.codes.contains(tree.text(of: id)) {
            report("fhir-code", "the code is no currency of ISO 4217", at: id, hint: "GBP, EUR, USD, …")
        }
    }

    private mutating func languageTag(at id: Tree.ID) {
        if !URIText.isLanguageTag(tree.text(of: id)) {
            report("fhir-code", "the code is no language tag", at: id, hint: "BCP 47, e.g. en-GB")
        }
    }
}

/// What URIs are made of, as far as rules ask.
enum URIText {
    /// Whether the text begins with a scheme.
    static func isAbsolute(_ text: some StringProtocol) -> Bool {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), colon != text.utf8.startIndex else { return false }
        let scheme = text.utf8[..<colon]
        return scheme.enumerated().allSatisfy { index, byte in
            isAlphanumeric(byte) && (index > 0 || !isDigit(byte))
                || (index > 0 && (byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")))
        }
    }

    static func isOID(_ text: some StringProtocol) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 1, let root = parts.first, ["0", "1", "2"].contains(String(root)) else { return false }
        return parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy(isDigit) && (part.utf8.count == 1 || part.utf8.first != UInt8(ascii: "0"))
        }
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
