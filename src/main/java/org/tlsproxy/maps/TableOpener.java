package org.tlsproxy.maps;

import java.util.ArrayList;
import java.util.List;
import org.tlsproxy.log.Fatal;
import org.tlsproxy.log.StartupMessages;
import org.tlsproxy.log.TableMessages;

/** Opens a table by its type. */
final class TableOpener {

    private final MapContext context;

    TableOpener(MapContext context) {
        this.context = context;
    }

    /** Never fails but for a word that has no type or no name; see {@link Unavailable}. */
    Table open(String title) {
        int colon = title.indexOf(':');
        if (colon <= 0 || colon == title.length() - 1) {
            throw new Fatal(StartupMessages.badTableSyntax(title));
        }
        try {
            return open(title.substring(0, colon), title.substring(colon + 1), title);
        } catch (BadTable e) {
            context.log().error(e.getMessage());
            return new Unavailable(title, e.getMessage());
        }
    }

    private Table open(String type, String name, String title) throws BadTable {
        return switch (type) {
            case "hash", "btree", "cdb", "lmdb" -> IndexedTable.open(type, name, context);
            case "texthash" -> TextTable.file(name, context.log());
            case "inline" -> TextTable.inline(name);
            case "static" -> ConstantTable.one(name);
            case "randmap" -> ConstantTable.oneOf(name);
            case "regexp", "pcre" -> PatternTable.open(type, name, context.log());
            case "cidr" -> AddressTable.open(name, context.log());
            case "unionmap", "pipemap" -> CompositeTable.of(type, title, members(type, name, title));
            case "fail" -> new Failing(title);
            case "proxy" -> context.proxied().apply(name);
            default -> unknown(type, title);
        };
    }

    private List<Table> members(String type, String name, String title) throws BadTable {
        List<Table> members = new ArrayList<>();
        if (Braces.isGroup(name)) {
            for (String word : Braces.split(Braces.inside(name))) {
                int colon = word.indexOf(':');
                if (colon <= 0 || colon == word.length() - 1) {
                    throw wrongForm(type, title);
                }
                members.add(open(word));
            }
        }
        if (members.isEmpty()) {
            throw wrongForm(type, title);
        }
        return members;
    }

    private static BadTable wrongForm(String type, String title) {
        return new BadTable(TableMessages.badSyntax(title, type + ":{type:name...}"));
    }

    private Table unknown(String type, String title) throws BadTable {
        context.log().warn(TableMessages.useProxymap(title));
        throw new BadTable(StartupMessages.unsupportedDictionary(type));
    }
}
