"""East, South-East, South and West Asian languages. Data only; any thread."""

from tray_router.answers.weak.lexicon.phrases import Phrases, entries

ASIAN = (
    Phrases(
        language="zh",
        apology=entries("抱歉; 对不起; 對不起; 很遗憾; 很遺憾; 不好意思; 十分抱歉"),
        cannot=entries(
            """
            我无法; 我不能; 我無法; 无法; 無法; 不能; 没办法; 沒辦法; 不便; 我不会; 没有能力; 不可以; 拒绝; 没有看到
            """
        ),
        serve=entries(
            """
            满足; 滿足; 协助; 協助; 帮助; 幫助; 帮您; 帮你; 幫您; 您的请求; 您的請求; 你的请求; 这个请求; 這個請求;
            该请求; 回答这个; 回答這個; 回答您; 回答你; 回答该; 讨论这个; 继续这个; 要求; 违反; 不当; 冒犯; 有害;
            回答此; 给到相关; 相关内容
            """
        ),
        act=entries(
            """
            回答; 提供; 生成; 处理; 處理; 完成; 执行; 讨论; 写; 寫; 创建; 翻译; 翻譯; 访问; 评价; 预测; 实时; 個人;
            个人; 给出; 做出; 创作
            """
        ),
        persona=entries(
            """
            作为ai; 作为一个ai; 作为一个人工智能; 作为人工智能; 作为语言模型; 作为一个语言模型; 作为一款ai;
            作为大型语言模型; 作為ai; 作為一個ai; 作為人工智慧; 作為一個人工智慧; 作為語言模型; 我是一个ai;
            我是一个人工智能; 我是人工智能; 作为一个大型语言模型; 作为一名ai; 作为 ai; 作为一个 ai; 作为一名人工智能;
            我只是一个
            """
        ),
        give=entries(
            """
            请提供; 請提供; 请您提供; 请给我; 请发送; 请上传; 請上傳; 请输入; 请粘贴; 請貼上; 请把; 请将; 请告诉我;
            您可以提供; 你可以提供; 请分享; 请先提供; 发给我; 请你提供
            """
        ),
        material=entries(
            """
            文本; 文字; 代码; 代碼; 程式碼; 内容; 內容; 文章; 句子; 文档; 文件; 问题; 問題; 信息; 資訊; 段落; 邮件;
            郵件; 消息; 原文; 資料; 资料; 细节; 材料; 程序
            """
        ),
        missing=entries(
            """
            没有看到; 沒有看到; 没有提供; 沒有提供; 未提供; 看不到; 没有收到; 沒有收到; 没有上传; 未上传; 没有附上;
            没有发送; 缺少; 忘记; 似乎没有; 没有找到
            """
        ),
        image=entries("图片; 圖片; 图像; 圖像; 照片; 截图; 截圖; 图表; 画面"),
        see=entries(
            """
            查看; 看到; 分析; 识别; 識別; 处理; 處理; 打开; 显示; 顯示; 直接; 浏览; 读取; 看见; 描述; 解析
            """
        ),
        idle=entries(
            """
            有什么可以帮; 有什麼可以幫; 请问有什么; 我能为您做; 我可以帮您; 我能帮你什么; 有什么我可以帮; 有什么需要我;
            有什么问题
            """
        ),
    ),
    Phrases(
        language="ja",
        apology=entries("申し訳; すみません; ごめんなさい; 残念ながら; 恐れ入りますが; 恐縮ですが"),
        cannot=entries(
            """
            できません; できかね; いたしかね; 出来ません; できないん; できない; ことは難しい; しかねます; お応えでき;
            お答えでき; 持っていません; ません
            """
        ),
        serve=entries(
            """
            リクエスト; お手伝い; 対応; 支援; ご要望; お応え; お答え; ご依頼; 応じる; お役に立; 要求; 不適切; サポート
            """
        ),
        act=entries("提供; 回答; 生成; 作成; 書く; 翻訳; 実行; 処理; 答え; 表示; アクセス; 意見; 予測"),
        persona=entries(
            """
            aiとして; 言語モデルとして; 人工知能として; aiアシスタントとして; aiなので; aiですので; 私はai;
            言語モデルなので; ai言語モデル; 大規模言語モデル; テキストベース
            """
        ),
        give=entries(
            """
            提供してください; ご提供ください; 入力してください; 送ってください; 貼り付けて; アップロードして;
            教えてください; お送りください; 共有して; お知らせください; 提示してください; 添付して; ご提示ください;
            いただけますか
            """
        ),
        material=entries(
            """
            テキスト; 文章; コード; 内容; 記事; 文書; ファイル; 質問; 情報; メール; 原文; データ; 文を; プログラム
            """
        ),
        missing=entries(
            """
            見当たりません; 見つかりません; 提供されていません; 添付されていない; 添付されていません; 含まれていません;
            ないようです; ありません; 届いて
            """
        ),
        image=entries("画像; 写真; スクリーンショット; イメージ; グラフ; 図"),
        see=entries("見る; 閲覧; 分析; 認識; 処理; 表示; 確認; 拝見; 開く; 直接; 解析; 見え"),
        idle=entries("どのようにお手伝い; 何かお手伝い; どのようなご用件; 何をお手伝い; ご用件は; 何かご質問"),
    ),
    Phrases(
        language="ko",
        apology=entries("죄송; 미안; 유감; 안타깝게도"),
        cannot=entries("수 없; 어렵습니다; 불가능; 못합니다; 못해; 할 수가 없; 능력이 없; 권한이 없; 없습니다"),
        serve=entries("도와; 도움; 요청; 지원; 부적절; 도와드릴; 응할; 들어드릴; 따를"),
        act=entries("제공; 답변; 작성; 생성; 수행; 응답; 번역; 처리; 답할; 쓸 수; 만들; 의견; 실시간; 말씀"),
        persona=entries(
            """
            ai로서; 언어 모델로서; 인공지능으로서; ai 언어 모델; 저는 ai; 인공지능이기; ai이기; 언어 모델이;
            저는 인공지능; 텍스트 기반; ai 모델
            """
        ),
        give=entries("제공해; 보내; 붙여; 입력해; 공유해; 알려; 업로드해; 첨부해; 주시면; 주시겠"),
        material=entries("텍스트; 코드; 내용; 문장; 기사; 문서; 파일; 질문; 정보; 메일; 글을; 데이터; 원문"),
        missing=entries(
            "보이지 않; 제공되지 않; 제공하지 않; 첨부되지 않; 찾을 수 없; 없는 것 같; 포함되어 있지; 누락"
        ),
        image=entries("이미지; 사진; 그림; 스크린샷; 화면; 차트"),
        see=entries("볼 수; 확인; 분석; 처리; 인식; 열; 직접; 읽"),
        idle=entries("무엇을 도와드릴까요; 어떻게 도와드릴까요; 무엇을 도와; 어떤 도움이 필요"),
    ),
    Phrases(
        language="vi",
        apology=entries("xin lỗi; rất tiếc; tiếc là; thành thật xin lỗi"),
        cannot=entries(
            """
            không thể; không có khả năng; không được phép; không có quyền; không thấy; không nhìn thấy
            """
        ),
        serve=entries("giúp; yêu cầu; hỗ trợ; đáp ứng; thực hiện"),
        act=entries("cung cấp; viết; tạo; trả lời; đưa ra; dịch; xử lý"),
        persona=entries(
            """
            là một ai; là một mô hình; là mô hình ngôn ngữ; là một trí tuệ; tôi là ai; là một trợ lý
            """
        ),
        give=entries(
            """
            vui lòng cung cấp; hãy cung cấp; bạn có thể cung cấp; vui lòng; hãy gửi; xin hãy
            """
        ),
        material=entries(
            """
            văn bản; mã; nội dung; câu; bài viết; tài liệu; tệp; thông tin; đoạn
            """
        ),
        missing=entries("không thấy; chưa cung cấp; không có; quên; chưa gửi"),
        image=entries("hình ảnh; ảnh; hình; bức ảnh"),
        see=entries("xem; nhìn; thấy; phân tích; xử lý; mở"),
        idle=entries("tôi có thể giúp gì; giúp gì cho bạn; hỗ trợ gì cho bạn"),
    ),
    Phrases(
        language="id",
        apology=entries("maaf; mohon maaf; sayangnya; minta maaf"),
        cannot=entries(
            """
            saya tidak dapat; saya tidak bisa; tidak dapat; tidak bisa; tidak mampu; tidak boleh;
            tidak memiliki kemampuan; tidak memiliki akses; tidak melihat
            """
        ),
        serve=entries("membantu; permintaan; memenuhi; melayani; bantuan"),
        act=entries(
            """
            memberikan; menulis; membuat; menjawab; menyediakan; menghasilkan; menerjemahkan; melakukan
            """
        ),
        persona=entries(
            """
            sebagai model; sebagai ai; sebagai sebuah ai; sebagai kecerdasan; saya adalah ai; saya adalah model;
            sebagai asisten
            """
        ),
        give=entries(
            """
            silakan berikan; tolong berikan; mohon berikan; silakan kirim*; bisakah anda; harap berikan; silakan;
            mohon
            """
        ),
        material=entries(
            """
            teks; kode; konten; isi; kalimat; artikel; dokumen; berkas; file; informasi; pesan
            """
        ),
        missing=entries(
            """
            tidak melihat; belum memberikan; tidak ada; lupa; belum menyertakan
            """
        ),
        image=entries("gambar; foto; tangkapan; layar"),
        see=entries("melihat; menganalisis; membuka; memproses; menampilkan"),
        idle=entries(
            """
            ada yang bisa saya bantu; apa yang bisa saya bantu; bagaimana saya bisa membantu
            """
        ),
    ),
    Phrases(
        language="ar",
        apology=entries("عذر; آسف; أعتذر; للأسف; معذرة; نعتذر"),
        cannot=entries(
            """
            لا أستطيع; لا يمكنني; لا استطيع; لست قادر; غير قادر; لن أتمكن; لا أقدر; ليس لدي; لا أرى
            """
        ),
        serve=entries("مساعد; طلب; تلبية; في ذلك; في هذا"),
        act=entries(
            """
            تقديم; كتابة; إنشاء; الإجابة; الرد; توفير; ترجمة; إعطاء; تنفيذ
            """
        ),
        persona=entries("كنموذج; كذكاء; بصفتي; أنا نموذج; بوصفي; باعتباري; كمساعد"),
        give=entries(
            """
            يرجى تقديم; يرجى إرسال; من فضلك; هل يمكنك; يرجى مشاركة; يرجى; الرجاء; أرسل; زودني; تزويدي
            """
        ),
        material=entries(
            """
            النص; الكود; المحتوى; الملف; الجملة; المقال; الرسالة; معلومات; السؤال; نص
            """
        ),
        missing=entries("لا أرى; لم تقدم; لم يتم; نسيت; لا يوجد; لم ترفق"),
        image=entries("صور; الصورة; لقطة"),
        see=entries("رؤية; عرض; تحليل; مشاهدة; أرى; معالجة; فتح"),
        idle=entries(
            """
            كيف يمكنني مساعدتك; كيف أستطيع مساعدتك; كيف يمكنني أن أساعدك; بماذا يمكنني
            """
        ),
    ),
    Phrases(
        language="fa",
        apology=entries("متأسف; متاسف; ببخشید; عذرخواه; پوزش"),
        cannot=entries("نمی توانم; نمیتوانم; قادر نیستم; نمی‌توانم"),
        serve=entries("کمک; درخواست; یاری"),
        act=entries("ارائه; بنویسم; پاسخ; ایجاد; انجام"),
        persona=entries("به عنوان یک مدل; به عنوان یک هوش; به عنوان هوش"),
        give=entries("لطفا; لطفاً"),
        material=entries("متن; کد; محتوا; فایل; جمله"),
        missing=entries("نمی بینم; ارائه نکرده; نمیبینم"),
        image=entries("تصویر; عکس; تصاویر"),
        see=entries("ببینم; مشاهده; تحلیل"),
        idle=entries("چگونه می توانم; چطور می توانم; چگونه میتوانم; چطور میتوانم"),
    ),
    Phrases(
        language="he",
        apology=entries("מצטער; סליחה; לצערי; מתנצל"),
        cannot=entries("לא יכול; איני יכול; אין באפשרותי; אין לי; לא מסוגל"),
        serve=entries("לעזור; לסייע; בקשה; בקשתך; עם זה; בכך"),
        act=entries("לספק; לכתוב; ליצור; לענות; לתת"),
        persona=entries("כמודל שפה; כבינה מלאכותית; כמודל; בתור מודל"),
        give=entries("אנא; בבקשה; האם תוכל"),
        material=entries("טקסט; קוד; תוכן; קובץ; משפט; מאמר"),
        missing=entries("לא רואה; לא סיפקת; לא צירפת; חסר"),
        image=entries("תמונ; צילום"),
        see=entries("לראות; להציג; לנתח; רואה"),
        idle=entries(
            """
            איך אוכל לעזור; כיצד אוכל לעזור; במה אוכל לעזור; איך אני יכול לעזור
            """
        ),
    ),
    Phrases(
        language="hi",
        apology=entries("क्षमा; खेद; माफ; दुर्भाग्य"),
        cannot=entries(
            """
            नहीं कर सकत; असमर्थ; सक्षम नहीं; नहीं दे सकत; नहीं लिख सकत; सकता नहीं; नहीं देख सकत; में मदद नहीं
            """
        ),
        serve=entries("मदद; सहायता; अनुरोध; पूरा"),
        act=entries("प्रदान; लिख; बना; उत्तर; जवाब; दे"),
        persona=entries("एक ai; एक एआई; भाषा मॉडल; कृत्रिम बुद्धि"),
        give=entries("कृपया; प्रदान करें; साझा करें; भेजें"),
        material=entries("पाठ; टेक्स्ट; कोड; सामग्री; फ़ाइल; वाक्य; लेख; जानकारी"),
        missing=entries("नहीं दिया; नहीं दिख; प्रदान नहीं; कोई टेक्स्ट नहीं; भूल"),
        image=entries("छवि; तस्वीर; चित्र; फोटो; इमेज"),
        see=entries("देख; विश्लेषण; प्रदर्शित"),
        idle=entries("कैसे मदद कर; क्या मदद कर; कैसे सहायता कर; किस प्रकार"),
    ),
    Phrases(
        language="th",
        apology=entries("ขอโทษ; ขออภัย; เสียใจ"),
        cannot=entries("ไม่สามารถ; ไม่ได้รับอนุญาต"),
        serve=entries("ช่วย; คำขอ; ตามที่"),
        act=entries("ให้; เขียน; สร้าง; ตอบ"),
        persona=entries("ในฐานะ; เป็นโมเดล; ปัญญาประดิษฐ์"),
        give=entries("โปรด; กรุณา"),
        material=entries("ข้อความ; โค้ด; เนื้อหา; ไฟล์; ประโยค"),
        missing=entries("ไม่เห็น; ไม่มี"),
        image=entries("ภาพ; รูป"),
        see=entries("ดู; เห็น; วิเคราะห์"),
        idle=entries("ให้ช่วยอะไร; ช่วยอะไรได้บ้าง"),
    ),
)
