// Functions that need the engine (tables, the regional key, what was created): here is what people read of them.

extension MappingFunction {
    static let translate = MappingFunction(
        name: "translate", signature: "text.translate('table' [, 'code' | 'system' | 'display']) : text",
        purpose: """
            Looks the text up in Mappings/tables/TABLE.csv (a trust's own table of that name first). Without a row and \
            without a default row (*) it is an issue; a row with an empty target gives nothing.
            """,
        examples: [], result: .text, convert: nil)

    static let identity = MappingFunction(
        name: "identity", signature: "identity(authority, value, …) : id",
        purpose: """
            The resource's id: HMAC-SHA-256 under the regional key over resource type and arguments, as a UUID. The same \
            arguments give the same id whichever feed speaks. An argument without a value makes no id. It is the whole \
            value of id: (or of a branch of iif() there).
            """,
        examples: [], result: .id, convert: nil)

    static let namespace = MappingFunction(
        name: "namespace", signature: "text.namespace('patient') : uri",
        purpose: """
            The identifier system of a number whose authority is only a name. A name of trust.regionalNames, the trust's ODS \
            code and what begins with one of them and a hyphen are the region's; any other is the trust's own, because PAS or \
            ICE number other things in every trust.
            """,
        examples: [], result: .uri, convert: nil)

    static let fullUrl = MappingFunction(
        name: "fullUrl", signature: "resource.fullUrl() : uri",
        purpose: """
            The fullUrl of the entry that holds the resource (FHIR in): what tells resources apart that have neither an id nor \
            a number.
            """,
        examples: [], result: .uri, convert: nil)

    static let idOf = MappingFunction(
        name: "idOf", signature: "idOf('alias') : id",
        purpose: "The id of the resource (or ids of the resources) created under that alias, as ref: finds it.",
        examples: [], result: .id, convert: nil)
}
