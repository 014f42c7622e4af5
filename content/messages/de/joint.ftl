# Was zwei gemeinsam schreiben: Notizen, Listen, Entwürfe von Wortlauten. $kind ist note, list oder wording.

joint-nothing = Hier steht nichts. Beginne mit `accord joint note TITLE`, `accord joint list add TITLE` oder `accord joint wording`.
joint-head-kind = Art
joint-head-says = Steht da
joint-head-you = Du
joint-head-item = Eintrag
joint-kind = { $kind ->
        [note] Notiz
        [list] Liste
       *[wording] Entwurf eines Wortlauts
    }
joint-kind-away = { $kind ->
        [note] Notiz, weggelegt
        [list] Liste, weggelegt
       *[wording] Entwurf eines Wortlauts, weggelegt
    }
joint-begun = { $kind ->
        [note] { $id } Die Notiz ist begonnen. Ihr könnt sie beide ändern; beim nächsten Austausch geht sie hinaus.
        [list] { $id } Die Liste ist begonnen. Ihr könnt sie beide ändern; beim nächsten Austausch geht sie hinaus.
       *[wording] { $id } Der Entwurf ist begonnen. Ihr könnt ihn beide ändern; beim nächsten Austausch geht er hinaus. Er ist kein Ja von irgendwem.
    }
joint-put-away = Weggelegt. `accord joint back { $id }` holt es zurück.
joint-back = Es ist wieder da.
joint-items-away = Weggelegt:
joint-area = Bereich: { $area }
joint-proposed-as = Vorzuschlagen als: { $what }
joint-proposed = Vorgeschlagen als { $id }. Wozu ihr beide Ja sagt, steht dort.
joint-text-shown = Text wie gezeigt: { $hash }
joint-propose-these = Genau diese Worte vorschlagen?
joint-not-proposed = Nichts wurde vorgeschlagen.
