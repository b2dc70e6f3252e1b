// Debian builds libxml2 with ICU, whose headers clash with those in Foundation when one file sees both. Only a
// structure that nobody here touches (the encoding handler) has members of ICU's.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>
