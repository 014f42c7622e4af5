# Was eine Eingabe ergab: was geschah, was sicher ist, was als Nächstes kommt.

done-hidden = { $id } ist in deinen Listen verborgen. { $They } erfährt nie davon. `accord agree unhide { $id }` zeigt sie wieder.
done-unhidden = { $id } ist wieder in deinen Listen.
done-answered = Beantwortet.
done-cannot = Notiert bei { $id }: Du kannst das nicht. Das ist kein Ja, und nichts gilt dadurch.
done-proposed = { $id } vorgeschlagen. Es zählt, wenn { $they } zu diesen Worten Ja sagt.
done-until-then = Bis dahin gilt weiter, was jetzt gilt.
done-agreed-from = Vereinbart. Gilt ab { $day }. Auch { $They } hat das auf jedem Gerät, sobald es im Netz war.
done-agreed-since = Gilt auf diesem Gerät seit { $day }. Auch { $They } hat das auf jedem Gerät, sobald es im Netz war.
done-yes-kept = Dein Ja zu { $id } ist aufbewahrt. Es zählt, wenn { $they } zu denselben Worten Ja sagt.
done-declined = Du hast zu diesen Worten von { $id } Nein gesagt. Einen Grund braucht es nicht. Andere Worte: `accord agree counter { $id } -m "..."`.
done-retracted = Dein Ja zu { $id } ist zurückgenommen. { $They } sieht das nach dem nächsten Austausch.
done-ended = { $id } ist beendet. Die Worte bleiben in dem, was geschah, für euch beide. { $They } sieht das nach dem nächsten Austausch.
done-own-side = Deine Seite von { $id } ist aufbewahrt. { $They } sieht das nach dem nächsten Austausch.
done-both-stay = { $id } und die andere bleiben beide.
done-boundary-shared = { $id } wird beim nächsten Austausch geteilt. Ein Ja braucht es nicht.
done-needs-talk = Vereinbarung { $id } braucht jetzt ein Gespräch.
done-boundary-withdrawn = { $id } ist zurückgezogen, sofort. Nach dem nächsten Austausch hat { $they } die Worte nicht mehr in den Listen.
done-boundary-read = Du hast gesagt, dass du { $id } gelesen hast. { $They } sieht das.
done-boundary-asked = Deine Frage zu { $id } geht beim nächsten Austausch hinaus.
done-boundary-honoured = Wie du auf { $id } achten wirst, geht beim nächsten Austausch hinaus.
done-boundary-noted = Deine Notiz zu { $id } geht beim nächsten Austausch hinaus.
done-boundary-picked = Diese Worte von { $id } stehen jetzt.
done-promised = { $id } versprochen. { $They } sieht das nach dem nächsten Austausch.
done-promised-due = { $id } versprochen, fällig: { $due }. { $They } sieht das nach dem nächsten Austausch.
done-promise-words = { $id } hat jetzt diese Worte. { $They } sieht auch die früheren.
done-promise-marked = { $code ->
        [kept] { $id } angegeben: gehalten. { $They } kann eigenes angeben, das bleibt davon frei.
        [not_kept] { $id } angegeben: nicht gehalten. { $They } kann eigenes angeben, das bleibt davon frei.
       *[not_applicable] { $id } angegeben: traf nicht zu. { $They } kann eigenes angeben, das bleibt davon frei.
    }
done-promise-marked-on = { $code ->
        [kept] { $id } angegeben, { $day }: gehalten. { $They } kann eigenes angeben, das bleibt davon frei.
        [not_kept] { $id } angegeben, { $day }: nicht gehalten. { $They } kann eigenes angeben, das bleibt davon frei.
       *[not_applicable] { $id } angegeben, { $day }: traf nicht zu. { $They } kann eigenes angeben, das bleibt davon frei.
    }
done-seen-differently = Du und { $they }, ihr seht es verschieden. Beide Angaben bleiben.
done-all-right = Du hast zu { $id } gesagt: Es ist in Ordnung.
done-released = { $They } ist von { $id } frei.
done-promise-moved = { $id } ist verschoben auf: { $day }. Da steht dann „vorher geändert“, nicht „nicht gehalten“.
done-promise-withdrawn = { $id } ist zurückgezogen. { $They } sieht das nach dem nächsten Austausch.
done-promise-read = Du hast gesagt, dass du { $id } gelesen hast.
done-promise-thanked = Dein Dank für { $id } geht beim nächsten Austausch hinaus.
done-draft = { $id } ist als Entwurf aufbewahrt. Sonst sieht ihn niemand.
done-draft-share = `accord private share { $id }` teilt ihn.
done-draft-share-later = Sobald ihr verbunden seid, teilt ihn `accord private share { $id }`.
done-shared = { $n ->
        [one] 1 Entwurf wird beim nächsten Austausch geteilt, mit dem Datum von heute.
       *[other] { $n } Entwürfe werden beim nächsten Austausch geteilt, mit dem Datum von heute.
    }
done-shared-as = { $draft } ist jetzt { $id }; die alte ID findet es weiter.
done-aside-none = Nichts ist beiseitegelegt.
done-aside = { $reason ->
        [copy] { $what }, gemacht { $on }: Eine andere Kopie dieses Datenordners war in Gebrauch.
        [needs] { $what }, gemacht { $on }: Es baut auf etwas anderem hier auf.
        [act_not_allowed] { $what }, gemacht { $on }: Keine App würde es so lesen.
        [too_large] { $what }, gemacht { $on }: Das Relais sagt, es ist zu groß.
       *[other] { $what }, gemacht { $on }: Das Relais wollte es nicht nehmen.
    }
done-aside-kept = Es liegt auf diesem Gerät und wird nicht von selbst gesendet.
done-aside-ways = `accord aside again ID` sagt es noch einmal, mit dem Datum von heute. `accord aside drop ID` lässt es los; nichts davon bleibt.
done-invite-cancelled = Die Einladung ist abgesagt. Der nächste Austausch sagt es dem Relais. Nichts wurde geteilt.
done-words-right = Das sind die richtigen Wörter. Das nächste `accord sync` macht hier weiter.
done-draft-deleted = Der Entwurf ist weg. Nichts davon bleibt.
done-taken-back = Zurückgenommen. Es hatte dieses Gerät nicht verlassen, also bleibt nichts davon.
done-said-again = Noch einmal gesagt, mit dem Datum von heute. Es geht beim nächsten Austausch hinaus.
done-let-go = Losgelassen. Nichts davon bleibt.
done-left-quiet = Beendet. Nichts geht mehr hinaus oder kommt herein, und nichts wird gesagt. Was ihr geteilt habt, bleibt versiegelt beim Relais, wie wenn du offline bist.
done-left = Du bist gegangen. Deine Kopie bleibt hier. { $They } erfährt es beim nächsten Austausch. Das Relais kann nicht lesen, was ihr geteilt habt. Es löscht es, sobald ihr beide gegangen seid und jedes Gerät es hat, sonst 30 Tage nach dem ersten Gehen; sein Betreiber kann eine andere Zeit eingestellt haben.
done-done = Erledigt.
done-drafts-none = Keine Entwürfe. `--draft` behält, was du schreibst, bei dir, bis du es teilst.
done-drafts-private = Sonst sieht die niemand. `accord private share ID` teilt einen.
done-device-removed = Es wird mit dem nächsten `accord sync` entfernt und bekommt ab dann nichts mehr. Bis es überall angekommen ist, sagt `accord status` das.
done-device-removed-already = Es ist schon entfernt.
