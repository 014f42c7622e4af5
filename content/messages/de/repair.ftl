# Aussprachen: eine Liste, eine mit ihren Teilen, was eine Eingabe ergab.

repair-none = Hier ist nichts. Wenn etwas weh tut, könnt ihr beide das beginnen: `accord repair open "..."`.
repair-aside-state = beiseitegelegt
repair-aside-by-you = von dir beiseitegelegt
repair-aside = { $id } ist beiseitegelegt: Sie fragt dich nach nichts mehr. { $They } erfährt nie davon. `accord repair unaside { $id }` nimmt sie wieder auf.
repair-unaside = { $id } ist nicht mehr beiseitegelegt.
repair-opened = { $id } begonnen. Ihr könnt beide eigene Teile schreiben, in jeder Reihenfolge; keiner muss sein.
repair-part = Dein Teil von { $id } ({ $part }) geht beim nächsten Austausch hinaus. Nur du kannst ihn ändern.
repair-taken-back = In { $id } zurückgenommen. Was { $they } schon gelesen hat, lässt sich nicht ungelesen machen.
repair-settled-both = { $id } ist für euch beide geklärt. Ihr könnt beide jederzeit etwas anderes sagen.
repair-settled-you = { $id } ist für dich geklärt. { $They } nimmt sich die Zeit, die es braucht.
repair-reopened = { $id } ist für dich wieder offen.
repair-by = begonnen: { $who }, { $on }
repair-part-by = { $part }: { $who }
repair-looking-back = Rückblick: { $who }, { $on }
repair-forgiving = Zum Verzeihen: { $who }, { $on }
repair-same = Um dasselbe geht es, sagt ihr beide: { $ids }
repair-link = Gehört dazu: { $id }
repair-is-settled-you = Für dich geklärt.
repair-is-settled-them = Geklärt für { $they }.
