/// What MSH says, read without the rest of the message: for routing, accounting and acknowledging.
///
/// ```
/// Header(peeking: bytes)?.controlID   // MSH-10
/// ```
/// Absent elements are empty texts. Applications and facilities are their first component (HD.1, the namespace).
package struct Header: Hashable, Sendable {
    package var delimiters = Delimiters.standard
    /// MSH-3
    package var sendingApplication = ""
    /// MSH-4
    package var sendingFacility = ""
    /// MSH-5
    package var receivingApplication = ""
    /// MSH-6
    package var receivingFacility = ""
    /// MSH-7, as it stands
    package var timestamp = ""
    /// MSH-9.1, `ADT`
    package var type = ""
    /// MSH-9.2, `A01`
    package var event = ""
    /// MSH-9.3, `ADT_A01`
    package var structure = ""
    /// MSH-10
    package var controlID = ""
    /// MSH-11.1: P, T or D
    package var processingID = ""
    /// MSH-12.1
    package var version = ""
    /// MSH-15: AL, NE, ER, SU
    package var acceptAcknowledgement = ""
    /// MSH-16
    package var applicationAcknowledgement = ""
    /// MSH-18, the first repetition as it stands
    package var characterSet = ""
    /// What the values are read in: MSH-18, or the feed's.
    package var charset = Charset.utf8

    package init() {}

    /// Nil when the bytes do not begin like an HL7 v2 message; a short MSH leaves the rest empty.
    package init?(peeking bytes: [UInt8], defaultCharset: Charset? = nil) {
        let line: HeaderLine? = bytes.withUnsafeBytes { source in
            var ignored = IssueList(limit: 0)
            guard let start = Index.headerStart(source, &ignored) else { return nil }
            return HeaderLine(source, at: start, defaultCharset: defaultCharset)
        }
        guard let line else { return nil }
        delimiters = line.index.delimiters
        charset = line.charset
        sendingApplication = line.text(3)
        sendingFacility = line.text(4)
        receivingApplication = line.text(5)
        receivingFacility = line.text(6)
        timestamp = line.text(7)
        type = line.text(9)
        event = line.text(9, component: 2)
        structure = line.text(9, component: 3)
        controlID = line.text(10)
        processingID = line.text(11)
        version = line.text(12)
        acceptAcknowledgement = line.text(15)
        applicationAcknowledgement = line.text(16)
        characterSet = line.text(18)
    }

    /// Enhanced acknowledgement mode: MSH-15 or MSH-16 is valued.
    package var isEnhancedMode: Bool { !acceptAcknowledgement.isEmpty || !applicationAcknowledgement.isEmpty }

    /// Whether the message answers another one and must not be answered itself.
    package var isAcknowledgement: Bool { type == "ACK" || type == "NAK" }
}
