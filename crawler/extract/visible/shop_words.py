"""Words by which pages of many countries say the same things: buy, sold out, was, related."""

from __future__ import annotations

import re

BUY = re.compile(
    r"add(?:ed)?\s+(?:item\s+)?to\s+(?:\w+\s+)?(?:cart|basket|bag|trolley|order)|buy\s+(?:it\s+)?now|"
    r"\bbuy\b(?!\w*ing guide)|purchase|order\s+now|place\s+(?:bid|order)|get\s+it\s+now|"
    r"加入购物车|加入購物車|放入购物车|立即购买|立即購買|马上购买|马上抢|立即抢购|现在购买|去购买|立刻购买|我要买|"
    r"领券购买|单独购买|(?:立即|马上|在线|我要)(?:订购|下单|预订)|加入采购|加采购车|发起拼单|一键开团|(?:立即|马上|我要|去)(?:开团|拼团|拼单)|直接购买|购买|加购|"
    r"in\s+den\s+(?:waren|einkaufs)korb|in\s+den\s+korb|in\s+winkel(?:wagen|mand)|jetzt\s+kaufen|bestellen|"
    r"ajouter\s+au\s+panier|acheter|añadir\s+(?:al?\s+)?(?:la\s+)?(?:carrito|cesta|bolsa)|agregar\s+al\s+carr|"
    r"comprar|aggiungi\s+al|acquista|adicionar\s+ao|lägg\s+i|læg\s+i|legg\s+i|köp\b|"
    r"lisää\s+(?:ostos)?kori|dodaj\s+do\s+koszyka|do\s+koszyka|kup\s+teraz|do\s+košíka|do\s+košíku|"
    r"vložiť\s+do|přidat\s+do|kúpiť|koupit|kosárba|în\s+coș|в\s+корзину|купить|додати|придбати|"
    r"купити|добави\s+в|sepete\s+ekle|satın\s+al|カート|かごに|購入|장바구니|구매|thêm\s+vào\s+giỏ|mua\s+ngay|"
    r"pievienot\s+grozam|pirkt|lisa\s+(?:ostu)?korvi|į\s+krepšelį|pirkti|στο\s+καλάθι|αγορά|beli\s+sekarang",
    re.I,
)
GONE = re.compile(
    r"out[\s-]of[\s-]stock|sold[\s-]?out|currently\s+unavailable|(?:not|no\s+longer)\s+(?:currently\s+)?"
    r"(?:available|for sale)|temporarily\s+unavailable|item\s+(?:is\s+)?unavailable|discontinued|"
    r"this\s+(?:listing|item|product)\s+(?:has\s+ended|is\s+no\s+longer|was\s+removed|is\s+unavailable)|"
    r"notify\s+me\s+when|email\s+when\s+available|back\s+in\s+stock|"
    r"无货|缺货|售罄|已售完|卖完|已下架|暂时缺货|商品已下柜|下柜|(?:宝贝|商品)已(?:售出|被?卖掉|被?删除)|卖掉了|补货中|到货通知|已失效|不存在或已删除|無貨|缺貨|"
    r"nicht\s+(?:auf\s+lager|verfügbar|lieferbar|vorrätig)|ausverkauft|derzeit\s+nicht|momentan\s+nicht|"
    r"rupture\s+de\s+stock|indisponible|épuisé|en\s+rupture|agotado|sin\s+(?:stock|existencias)|"
    r"no\s+disponible|non\s+disponibile|esaurito|esgotado|indisponível|sem\s+stock|"
    r"niet\s+(?:op\s+voorraad|leverbaar|beschikbaar)|uitverkocht|slut(?:såld|\s+i\s+lager)|"
    r"udsolgt|utsolgt|loppu(?:nut|unmyyty)|ei\s+(?:ole\s+)?(?:varastossa|saatavilla)|niedostępn|"
    r"brak\s+w\s+magazynie|wyprzedan|vypredan|vyprodán|nedostupn|nie\s+je\s+(?:skladom|na\s+sklade)|"
    r"není\s+skladem|nincs\s+(?:készleten|raktáron)|elfogyott|stoc\s+epuizat|нет\s+в\s+наличии|"
    r"нет\s+на\s+складе|распродан|закончил|немає\s+в\s+наявності|няма\s+наличност|изчерпан|"
    r"tükendi|stokta\s+yok|在庫切れ|売り切れ|品切れ|完売|품절|일시품절|판매종료|hết\s+hàng|nav\s+pieejams|"
    r"nav\s+noliktavā|otsas|εξαντλ|habis\s+terjual|stok\s+habis",
    re.I,
)
THERE = re.compile(
    r"\bin[\s-]stock\b|(?:only\s+)?\d+\s+(?:left|available)|available\s+now|ready\s+to\s+ship|"
    r"有货|现货|有現貨|库存\s*[:：]?\s*[1-9]|auf\s+lager|sofort\s+lieferbar|lieferbar|en\s+stock|disponible|"
    r"disponibile|disponível|op\s+voorraad|i\s+lager|på\s+lager|varastossa|dostępn|skladom|skladem|"
    r"na\s+sklade|na\s+stanie|készleten|raktáron|în\s+stoc|в\s+наличии|в\s+наявності|наличен|stokta|"
    r"在庫あり|재고|còn\s+hàng|noliktavā|laos\b|διαθέσιμο",
    re.I,
)
PREORDER = re.compile(
    r"pre-?order|预售|預售|vorbestell|précommand|預購|予約|предзаказ|pré-venda|preventa", re.I
)
ASIDE = re.compile(
    r"related\s+(?:products|items)|(?:you|people|customers)\s+(?:may|might|also|who)|recommended|"
    r"recommendations|recently\s+viewed|similar\s+(?:items|products|sponsored)|sponsored|"
    r"frequently\s+bought|more\s+(?:like\s+this|from|to\s+(?:love|explore))|compare\s+with|"
    r"complete\s+(?:the|your)\s+look|goes\s+(?:well\s+)?with|best\s?sellers|also\s+(?:bought|viewed|like)|"
    r"猜你喜欢|相关(?:商品|产品|推荐)|看了又看|买了又买|为你推荐|为您推荐|热销|热卖|同类|店铺推荐|掌柜推荐|最近浏览|"
    r"浏览(?:过|历史)|推荐商品|其他商品|更多商品|ähnliche|(?:sie|du)\s+könnte|kunden\s+kauften|passend\s+dazu|"
    r"zuletzt\s+angesehen|das\s+könnte|produits?\s+(?:similaires|associés)|vous\s+aimerez|vous\s+pourriez|"
    r"productos\s+(?:relacionados|similares)|también|prodotti\s+(?:correlati|simili)|potrebbe|"
    r"produtos\s+(?:relacionados|semelhantes)|também|gerelateerde|ook\s+bekeken|relaterade|"
    r"podobn[eé]|súvisiace|související|powiązane|похожие|с\s+этим\s+товаром|рекоменд|вам\s+(?:может|также)|"
    r"関連商品|おすすめ|추천|함께",
    re.I,
)
OLD_PRICE = re.compile(
    r"\bwas\b|\brrp\b|\buvp\b|msrp|list\s+price|regular\s+price|original\s+price|before\b|instead\s+of|"
    r"原价|市场价|门市价|专柜价|吊牌价|参考价|划线价|定价|statt\b|früher|vorher|avant|prix\s+conseillé|antes|"
    r"^de\s+r\$|precio\s+(?:anterior|normal|regular)|prezzo\s+(?:di\s+listino|consigliato)|listino|preço\s+original|"
    r"van\s+voor|adviesprijs|ordinarie|førpris|\bkatalóg|bežná\s+cena|původní|běžná|stará\s+cena|"
    r"poprzednia|cena\s+regularna|старая\s+цена|定価|メーカー希望|정가|pvp\s+recomendado",
    re.I,
)
NOT_PRICE = re.compile(
    r"shipping|delivery|postage|versand|livraison|envío|spedizione|frete|verzend|frakt|fragt|"
    r"運費|运费|邮费|快递|包邮|满\d*减|立减|优惠券|券|save\b|saving|you\s+save|spar[ent]|discount|rabatt|"
    r"économi|ahorr|risparmi|sconto|desconto|ušetr|oszczęd|скидк|экономи|per\s+month|/\s*month|monthly|"
    r"/mo\b|mtl\.|monat|mensual|par\s+mois|instal+ment|a\s+month|finanz|rate\s+from|分期|月供|定金|保证金|"
    r"gift\s+card|cashback|points|积分|bonus|credit|minimum|orders?\s+over|above|from\s+\$\d+\s+orders|"
    r"доставк|рассрочк|в\s+месяц|měsíčně|mesačne|leasing|klarna|afterpay|free\s+on|trade[\s-]in|deposit",
    re.I,
)
PRINTED = (
    r"[>\s](?:sku|item\s*(?:no|number|code|#)|(?:product|article|stock|style|catalogue|web|reference)"
    r"\s*(?:no|nr|number|code|id|#)|art(?:ikel)?[\s.-]*(?:nr|no|nummer)|ref(?:erence|erencia)?|"
    r"c[oó]digo|k[oó]d(?:\s+\pL+)?|货号|商品编号|商品编码|编号|артикул|asin)"
    r"\s*[.:：#]?\s*(?:<[^<>]*>\s*){0,4}[:：#]?\s*([A-Za-z0-9][A-Za-z0-9_./-]+)\s*<"
)
"""Pattern of an item number behind a label in the markup, for re2."""
