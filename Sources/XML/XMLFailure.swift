import CLibXML2

/// What libxml2's error numbers mean, in words that never quote the text.
enum XMLFailure {
    static func words(for error: xmlParserErrors) -> String {
        switch error {
        case XML_ERR_DOCUMENT_EMPTY, XML_ERR_DOCUMENT_START: "the text does not begin with an element"
        case XML_ERR_DOCUMENT_END: "something follows the end of the root element"
        case XML_ERR_TAG_NAME_MISMATCH: "the end tag does not match its start tag"
        case XML_ERR_TAG_NOT_FINISHED, XML_ERR_GT_REQUIRED, XML_ERR_LTSLASH_REQUIRED: "a tag is not finished"
        case XML_ERR_INVALID_CHAR, XML_ERR_INVALID_CHARREF: "the character is not allowed in XML"
        case XML_ERR_INVALID_ENCODING: "the bytes are not UTF-8"
        case XML_ERR_UNDECLARED_ENTITY, XML_WAR_UNDECLARED_ENTITY: "the entity is not one of XML's five"
        case XML_ERR_ATTRIBUTE_REDEFINED: "the attribute stands twice in its element"
        case XML_ERR_ATTRIBUTE_NOT_STARTED, XML_ERR_ATTRIBUTE_NOT_FINISHED: "an attribute's value needs quotation marks"
        case XML_ERR_ATTRIBUTE_WITHOUT_VALUE: "an attribute has no value"
        case XML_ERR_LT_IN_ATTRIBUTE: "`<` in an attribute must be written &lt;"
        case XML_NS_ERR_UNDEFINED_NAMESPACE: "the prefix has no namespace"
        default: "the text is not well-formed XML (libxml2 error \(error.rawValue))"
        }
    }
}
