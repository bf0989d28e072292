-- free_mail: one row per mail domain at which anybody can have an address; it tells nothing about a company.
create or replace temp table free_mail as
select unnest(string_split(
    '126.com 163.com abv.bg alice.it aol.com aol.de aol.fr arcor.de att.net bellsouth.net bigpond.com bk.ru '
    || 'bluewin.ch blueyonder.co.uk bol.com.br btinternet.com centrum.cz charter.net comcast.net cox.net daum.net '
    || 'duck.com earthlink.net email.com email.cz email.de fastmail.com fastmail.fm foxmail.com free.fr freemail.hu '
    || 'freenet.de frontier.com gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hanmail.net hey.com '
    || 'home.nl hotmail.be hotmail.ca hotmail.ch hotmail.co.jp hotmail.co.uk hotmail.com hotmail.com.ar '
    || 'hotmail.com.br hotmail.com.mx hotmail.com.tr hotmail.de hotmail.dk hotmail.es hotmail.fr hotmail.it '
    || 'hotmail.nl hotmail.no hotmail.se hushmail.com icloud.com inbox.lv inbox.ru interia.pl juno.com kpnmail.nl '
    || 'laposte.net libero.it list.ru live.at live.be live.ca live.cn live.co.uk live.com live.com.au live.com.mx '
    || 'live.com.pt live.de live.dk live.fr live.ie live.it live.jp live.nl live.no live.se mac.com mail.com mail.de '
    || 'mail.ee mail.ru mailbox.org me.com msn.com naver.com ntlworld.com o2.pl oi.com.br onet.pl op.pl '
    || 'optonline.net optusnet.com.au orange.fr outlook.at outlook.be outlook.cl outlook.co.id outlook.com '
    || 'outlook.com.au outlook.com.br outlook.cz outlook.de outlook.dk outlook.es outlook.fr outlook.ie outlook.in '
    || 'outlook.it outlook.jp outlook.kr outlook.pt outlook.sa outlook.sg planet.nl pm.me posteo.de '
    || 'privaterelay.appleid.com proton.me protonmail.ch protonmail.com qq.com rambler.ru rediffmail.com '
    || 'rocketmail.com rogers.com runbox.com sapo.pt sbcglobal.net seznam.cz sfr.fr shaw.ca sina.cn sina.com sky.com '
    || 'skynet.be sohu.com sympatico.ca t-online.de talktalk.net telenet.be telus.net terra.com.br tin.it '
    || 'tiscali.co.uk tiscali.it tuta.com tuta.io tutanota.com tutanota.de ukr.net uol.com.br verizon.net vip.qq.com '
    || 'virgilio.it virginmedia.com wanadoo.fr web.de windowslive.com wp.pl xs4all.nl xtra.co.nz ya.ru yahoo.ca '
    || 'yahoo.cn yahoo.co.id yahoo.co.in yahoo.co.jp yahoo.co.kr yahoo.co.nz yahoo.co.th yahoo.co.uk yahoo.co.za '
    || 'yahoo.com yahoo.com.ar yahoo.com.au yahoo.com.br yahoo.com.cn yahoo.com.co yahoo.com.hk yahoo.com.mx '
    || 'yahoo.com.my yahoo.com.ph yahoo.com.sg yahoo.com.tr yahoo.com.tw yahoo.com.vn yahoo.de yahoo.dk yahoo.es '
    || 'yahoo.fr yahoo.gr yahoo.ie yahoo.in yahoo.it yahoo.nl yahoo.no yahoo.pl yahoo.ro yahoo.se yandex.by '
    || 'yandex.com yandex.com.tr yandex.kz yandex.ru yandex.ua yeah.net ymail.com ziggo.nl zoho.com zohomail.com',
    ' '
)) as domain;
